package io.ensemble.server.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DumpCommandTest {
    @TempDir
    static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void write() throws IOException {
        SmallLog.writeTo(folder.resolve("data"));
    }

    @Test
    void shouldPrintWholeFolderAsText() {
        int status = dump(folder.resolve("data").toString());

        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0))
                .startsWith("snapshot index=")
                .contains("znodes=6", "sessions=1", "cluster=000000000000abcd");
        assertThat(lines).anyMatch(line -> line.startsWith("own index=0 ") && line.contains("members"));
        assertThat(lines).contains("  hello member=1 nonce=0x4d seenIncarnation=0");
        assertThat(lines)
                .contains("  batch member=1 incarnation=1 number=2 attempt=1 digestIndex=1 digest=0xbeef"
                        + " identities=[ip:127.0.0.1]");
        assertThat(lines).contains("    openSession timeoutMs=10000 window=0");
        assertThat(lines)
                .contains(
                        "    create session=0x100000000000001 path=/a mode=PERSISTENT dataLength=5 acl=world:anyone:31 attachment=1"
                                + " identities=0");
        assertThat(lines).anyMatch(line -> line.contains("path=\"/a/b c\" mode=EPHEMERAL dataLength=-1"));
        assertThat(lines).contains("      check path=/a version=0", "      delete path=/x version=-1");
        assertThat(lines).contains("  deleteDue path=/gone", "  expireSession session=0x100000000000001 attachment=9");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("unreadable index=") && line.contains("no entry of Ensemble"));
        assertThat(lines).anyMatch(line -> line.contains("wallTime=2023-11-14T22:13:20Z"));
        assertThat(status).isEqualTo(1);
        assertThat(err.toString().trim()).isEqualTo("ensemble dump: 1 entry could not be read");
    }

    @Test
    void shouldPrintLinesOfJson() {
        dump("--json", "--data", folder.resolve("data").toString());

        List<String> lines = out.toString().lines().toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line).startsWith("{\"kind\":\"").endsWith("}"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"parts\":[{\"kind\":\"batch\"",
                                "\"commands\":[{\"kind\":\"create\",\"session\":\"0x100000000000001\",\"path\":\"/a\"",
                                "\"dataLength\":5,\"data\":\"aGVsbG8=\"",
                                "\"ops\":[{\"kind\":\"check\""));
    }

    @Test
    void shouldPrintOnlyWantedEntries() {
        int status = dump("--from", "2", "--to", "2", segment().toString());

        assertThat(out.toString().lines().filter(line -> !line.startsWith(" "))).hasSize(1);
        assertThat(out.toString()).contains(" index=2 ");
        assertThat(status).isZero();
    }

    @Test
    void shouldPrintSnapshot() throws IOException {
        int status = dump(snapshot().toString());

        List<String> lines = out.toString().lines().toList();
        assertThat(status).isZero();
        assertThat(lines.get(0)).startsWith("snapshot index=");
        assertThat(lines).contains("origin member=1 incarnation=1 lastBatch=2");
        assertThat(lines)
                .anyMatch(
                        line -> line.startsWith("session id=0x100000000000001 timeoutMs=10000 attachment=1 member=1"));
        assertThat(lines).anyMatch(line -> line.startsWith("znode path=/ "));
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("znode path=\"/a/b c\" ") && line.contains("ephemeralOwner=0x100000000000001"));
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "hello");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        byte[] bytes = Files.readAllBytes(segment());
        bytes[100] ^= 1;
        Path log = Files.write(damaged.resolve(segment().getFileName()), bytes);
        byte[] state = Files.readAllBytes(snapshot());
        state[state.length / 2] ^= 1;
        Path badSnapshot = Files.write(damaged.resolve(snapshot().getFileName()), state);

        assertError(folder.resolve("no").toString(), folder.resolve("no") + " does not exist");
        assertError(other.toString(), other + " is neither a snapshot nor a segment of a log (log_FIRST-LAST)");
        assertError(empty.toString(), "there is no log and no snapshot in " + empty);
        assertError(log.toString(), log + " is damaged: ");
        assertError(badSnapshot.toString(), badSnapshot + " is damaged: ");
    }

    private void assertError(String path, String expected) {
        err.getBuffer().setLength(0);
        assertThat(dump(path)).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("ensemble dump: " + expected);
    }

    private int dump(String... args) {
        return new CommandLine(new DumpCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private static Path segment() {
        return find("log_");
    }

    private static Path snapshot() {
        return find("snapshot.");
    }

    private static Path find(String prefix) {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && !file.toString().endsWith(".md5"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
