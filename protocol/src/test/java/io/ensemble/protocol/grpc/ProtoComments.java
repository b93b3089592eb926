package io.ensemble.protocol.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments of a proto file, by where they stand. Immutable. */
final class ProtoComments {
    /** Which part of a path stands for what: see descriptor.proto. */
    static final int SYNTAX = 12;

    static final int MESSAGE = 4;
    static final int ENUM = 5;
    static final int SERVICE = 6;
    static final int METHOD = 2;
    static final int FIELD = 2;
    static final int ONEOF = 8;
    static final int NESTED_ENUM = 4;
    static final int ENUM_VALUE = 2;

    private static final Pattern SECTION = Pattern.compile("---- (.*)");
    private static final Pattern LISTED = Pattern.compile(" {2,}([A-Z_]+) {2,}(.*)");
    /** What a reader would have in another type: names of values and of fields. */
    private static final Pattern NAME = Pattern.compile("\\b([A-Z][A-Z_]{3,}|[a-z]+(?:_[a-z]+)+)\\b");

    private final Map<List<Integer>, Location> byPath = new HashMap<>();

    ProtoComments(FileDescriptorProto file) {
        file.getSourceCodeInfo().getLocationList().forEach(at -> byPath.putIfAbsent(at.getPathList(), at));
    }

    /** The name of the section that begins here: {@code // ---- Name} before it. */
    Optional<String> section(Integer... path) {
        return at(path).getLeadingDetachedCommentsList().stream()
                .map(comment -> SECTION.matcher(comment.strip()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    /** As paragraphs and lists; empty where there is none. */
    String text(Integer... path) {
        StringBuilder text = new StringBuilder();
        boolean inList = false;
        for (String line : (at(path).getLeadingComments() + at(path).getTrailingComments())
                .lines()
                .toList()) {
            Matcher item = LISTED.matcher(line);
            if (item.matches()) {
                text.append(inList ? "" : "\n")
                        .append("- `")
                        .append(item.group(1))
                        .append("`: ");
                text.append(markdown(item.group(2))).append('\n');
            } else {
                text.append(inList ? "\n" : "").append(markdown(line.strip())).append('\n');
            }
            inList = item.matches();
        }
        return text.toString().strip();
    }

    /** As one line, for a cell of a table. */
    String cell(Integer... path) {
        return text(path).replaceAll("\\s*\n\\s*", " ").replace("|", "\\|");
    }

    /** In which line of the file it begins. */
    int line(Integer... path) {
        return at(path).getSpan(0);
    }

    private Location at(Integer... path) {
        return byPath.getOrDefault(List.of(path), Location.getDefaultInstance());
    }

    private static String markdown(String line) {
        return NAME.matcher(line.replace("*", "\\*").replace("<", "&lt;")).replaceAll("`$1`");
    }
}
