package io.ensemble.protocol.grpc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.Arrays;
import java.util.Locale;

/** A proto file as a page: its service, then each message and enum in the file's order, section by section. */
final class ApiManual {
    private final FileDescriptorProto file;
    private final ProtoComments comments;
    private final StringBuilder page = new StringBuilder();

    private ApiManual(FileDescriptorProto file) {
        this.file = file;
        this.comments = new ProtoComments(file);
    }

    static String of(FileDescriptorProto file) {
        ApiManual manual = new ApiManual(file);
        manual.write();
        return manual.page.toString();
    }

    private void write() {
        page.append(comments.text(ProtoComments.SYNTAX)).append("\n\n");
        for (int i = 0; i < file.getServiceCount(); i++) {
            service(i, file.getService(i));
        }
        page.append("## The messages of a session\n\n");
        int message = 0;
        int enumeration = 0;
        // Messages and enums are two lists: where they stand in the file says how they go together.
        while (message < file.getMessageTypeCount() || enumeration < file.getEnumTypeCount()) {
            if (enumeration == file.getEnumTypeCount()
                    || (message < file.getMessageTypeCount()
                            && line(ProtoComments.MESSAGE, message) < line(ProtoComments.ENUM, enumeration))) {
                section(ProtoComments.MESSAGE, message);
                message(message, file.getMessageType(message++));
            } else {
                section(ProtoComments.ENUM, enumeration);
                enumeration(
                        file.getEnumType(enumeration).getName(),
                        file.getEnumType(enumeration),
                        ProtoComments.ENUM,
                        enumeration++);
            }
        }
    }

    private int line(int kind, int index) {
        return comments.line(kind, index);
    }

    private void section(Integer... path) {
        comments.section(path).ifPresent(name -> page.append("## ").append(name).append("\n\n"));
    }

    private void service(int index, ServiceDescriptorProto service) {
        page.append("## The service\n\n`")
                .append(file.getPackage())
                .append('.')
                .append(service.getName())
                .append("`\n\n");
        for (int i = 0; i < service.getMethodCount(); i++) {
            MethodDescriptorProto method = service.getMethod(i);
            page.append("### rpc ").append(method.getName()).append("\n\n");
            page.append("In: ").append(stream(method.getClientStreaming())).append(link(method.getInputType()));
            page.append(". Out: ").append(stream(method.getServerStreaming())).append(link(method.getOutputType()));
            page.append(".\n\n");
            paragraph(ProtoComments.SERVICE, index, ProtoComments.METHOD, i);
        }
    }

    private static String stream(boolean streaming) {
        return streaming ? "a stream of " : "one ";
    }

    private void message(int index, DescriptorProto message) {
        page.append("### ").append(message.getName()).append("\n\n");
        paragraph(ProtoComments.MESSAGE, index);
        if (message.getFieldCount() == 0) {
            page.append("Without fields.\n\n");
        } else {
            page.append("| no. | field | type | what it is |\n|---|---|---|---|\n");
        }
        for (int i = 0; i < message.getFieldCount(); i++) {
            field(message, message.getField(i), index, i);
        }
        page.append(message.getFieldCount() == 0 ? "" : "\n");
        for (int i = 0; i < message.getEnumTypeCount(); i++) {
            EnumDescriptorProto nested = message.getEnumType(i);
            enumeration(
                    message.getName() + "." + nested.getName(),
                    nested,
                    ProtoComments.MESSAGE,
                    index,
                    ProtoComments.NESTED_ENUM,
                    i);
        }
    }

    private void field(DescriptorProto message, FieldDescriptorProto field, int index, int i) {
        page.append("| ").append(field.getNumber());
        page.append(" | `").append(field.getName());
        page.append("` | ").append(type(message, field));
        page.append(" | ").append(oneof(message, index, i));
        page.append(comments.cell(ProtoComments.MESSAGE, index, ProtoComments.FIELD, i));
        page.append(" |\n");
    }

    /** What is said of a choice, before the first of its fields. */
    private String oneof(DescriptorProto message, int index, int i) {
        FieldDescriptorProto field = message.getField(i);
        FieldDescriptorProto before = message.getField(Math.max(0, i - 1));
        boolean first = i == 0 || !before.hasOneofIndex() || before.getOneofIndex() != field.getOneofIndex();
        if (!isChoice(field) || !first) {
            return "";
        }
        String of = comments.cell(ProtoComments.MESSAGE, index, ProtoComments.ONEOF, field.getOneofIndex());
        return of.isEmpty() ? "" : of + " This one: ";
    }

    private static boolean isChoice(FieldDescriptorProto field) {
        return field.hasOneofIndex() && !field.getProto3Optional();
    }

    private static String type(DescriptorProto message, FieldDescriptorProto field) {
        String one = field.getTypeName().isEmpty()
                ? field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT)
                : link(field.getTypeName());
        if (isChoice(field)) {
            return one + ", one of `"
                    + message.getOneofDecl(field.getOneofIndex()).getName() + "`";
        } else if (field.getLabel() == Label.LABEL_REPEATED) {
            return "list of " + one;
        }
        return field.getProto3Optional() ? one + ", may be absent" : one;
    }

    private void enumeration(String name, EnumDescriptorProto type, Integer... path) {
        page.append("### ").append(name).append("\n\n");
        paragraph(path);
        page.append("| no. | value | what it is |\n|---|---|---|\n");
        for (int i = 0; i < type.getValueCount(); i++) {
            Integer[] value = Arrays.copyOf(path, path.length + 2);
            value[path.length] = ProtoComments.ENUM_VALUE;
            value[path.length + 1] = i;
            page.append("| ").append(type.getValue(i).getNumber());
            page.append(" | `").append(type.getValue(i).getName()).append("` | ");
            page.append(comments.cell(value)).append(" |\n");
        }
        page.append('\n');
    }

    private void paragraph(Integer... path) {
        String text = comments.text(path);
        page.append(text).append(text.isEmpty() ? "" : "\n\n");
    }

    /** {@code .ensemble.v1.Name}, or {@code .ensemble.v1.Name.Nested}, as a link to its heading. */
    private static String link(String type) {
        String name = type.replaceFirst("^\\.ensemble\\.v1\\.", "");
        return "[" + name + "](#" + name.toLowerCase(Locale.ROOT).replace(".", "") + ")";
    }
}
