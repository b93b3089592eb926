package io.ensemble.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.ensemble.protocol.grpc.v1.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/API.md has what the proto file says; {@code -Densemble.manual=write} puts it there. */
class ApiManualTest {
    private static final Path MANUAL = Path.of("..", "docs", "API.md");
    private static final Path DESCRIPTORS =
            Path.of("target", "generated-resources", "protobuf", "descriptor-sets", "ensemble.protobin");
    private static final String BEGIN = "<!-- from ensemble.proto: written by ApiManualTest -->\n";
    private static final Pattern LINK = Pattern.compile("\\]\\(#([^)]*)\\)");

    private static FileDescriptorProto file() throws IOException {
        try (InputStream in = Files.newInputStream(DESCRIPTORS)) {
            return FileDescriptorSet.parseFrom(in).getFileList().stream()
                    .filter(each -> each.getPackage().equals("ensemble.v1"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void shouldBeWhatTheProtoFileSays() throws IOException {
        String manual = Files.readString(MANUAL);
        int from = manual.indexOf(BEGIN) + BEGIN.length();
        String now = "\n" + ApiManual.of(file()).strip() + "\n";
        if ("write".equals(System.getProperty("ensemble.manual"))) {
            Files.writeString(MANUAL, manual.substring(0, from) + now);
            return;
        }
        assertThat(manual.substring(from))
                .as("./mvnw -pl protocol -am test -Dtest=ApiManualTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Densemble.manual=write brings docs/API.md up to date")
                .isEqualTo(now);
    }

    @Test
    void shouldSayWhatToDoForEachReason() throws IOException {
        String manual = Files.readString(MANUAL);
        String byHand = manual.substring(0, manual.indexOf(BEGIN));
        assertThat(Arrays.stream(Reason.values())
                        .filter(reason -> reason != Reason.UNRECOGNIZED && reason != Reason.REASON_UNSPECIFIED))
                .allSatisfy(reason -> assertThat(byHand).contains("\n| `" + reason.name() + "` |"));
    }

    @Test
    void shouldHaveAHeadingForEachLink() throws IOException {
        String manual = Files.readString(MANUAL);
        Set<String> anchors = manual.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
        assertThat(LINK.matcher(manual).results().map(link -> link.group(1)).distinct())
                .hasSizeGreaterThan(30)
                .isSubsetOf(anchors);
    }

    /** Comments, sections, choices and lists come through: of a file that has one of each. */
    @Test
    void shouldHaveEachMessageFieldAndComment() throws IOException {
        FileDescriptorProto file = file();
        String page = ApiManual.of(file);
        file.getMessageTypeList().forEach(message -> {
            assertThat(page).contains("### " + message.getName() + "\n");
            message.getFieldList()
                    .forEach(field ->
                            assertThat(page).contains("| " + field.getNumber() + " | `" + field.getName() + "` | "));
        });
        assertThat(page)
                .contains("## Watches\n")
                .contains("- `ABORTED`: the session is over")
                .contains(
                        "| 2 | `resume` | [ResumeSession](#resumesession), one of `request` | first message of a stream |\n")
                .contains("| 4 | `NOT_EMPTY` |")
                .contains("\"\\*\" stands for any characters");
    }
}
