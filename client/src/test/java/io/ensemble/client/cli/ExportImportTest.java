package io.ensemble.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.Acl;
import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.Op;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A subtree written out, and made again. */
class ExportImportTest {
    private static final byte[] BINARY = {0, 1, (byte) 0xff, '\n', (byte) 0xc3};
    private static Ensemble client;

    @TempDir
    private Path folder;

    @BeforeAll
    static void connect() {
        client = Ensemble.connect(OneMember.shared().grpc());
        client.authenticate("ann", "secret");
    }

    @AfterAll
    static void close() {
        client.close();
    }

    private static CommandRun asAnn(String in, String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--auth";
        all[words.length + 1] = "ann:secret";
        return CommandRun.with(in, all);
    }

    private static String export(String path) {
        CommandRun run = asAnn("", "export", path);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.out();
    }

    /** With all that must not change on the way. */
    private static void tree(String top) {
        client.create(top, "\"quoted\"\n\t\u00e4 \u20ac \ud83d\ude00".getBytes(StandardCharsets.UTF_8));
        client.create(top + "/binary", BINARY);
        client.create(top + "/none", null);
        client.create(top + "/empty", new byte[0]);
        client.create(top + "/none/below", "x".getBytes(StandardCharsets.UTF_8));
        client.create(top + "/none-such", null);
        client.create(top + "/with blank \u20ac", null);
        client.multi(
                new Op.Create(top + "/anns", new byte[] {7}, CreateMode.PERSISTENT, Acl.CREATOR, 0),
                new Op.Create(
                        top + "/anns/read",
                        null,
                        CreateMode.PERSISTENT,
                        List.of(new Acl(1, "world", "anyone"), new Acl(31, "auth", "")),
                        0));
        client.create(top + "/alive", new byte[] {1}, CreateMode.EPHEMERAL);
    }

    private static void assertSame(String one, String other) {
        for (String path :
                List.of("", "/binary", "/none", "/empty", "/none/below", "/none-such", "/anns/read", "/anns")) {
            assertThat(client.get(other + path).bytes())
                    .as(path)
                    .isEqualTo(client.get(one + path).bytes());
            assertThat(client.acl(other + path)).as(path).isEqualTo(client.acl(one + path));
        }
        List<String> names = client.children(one).names();
        assertThat(client.children(other).names())
                .containsExactlyElementsOf(
                        names.stream().filter(name -> !name.equals("alive")).toList());
    }

    @Test
    void shouldMakeTheSameTreeAgain() {
        tree("/ex");
        String exported = export("/ex");
        assertThat(exported.lines().findFirst().orElseThrow())
                .matches("\\{\"export\":1,\"path\":\"/ex\",\"zxid\":\\d+,\"znodes\":10}");

        CommandRun dry = asAnn(exported, "import", "--to", "/im/here", "-p", "--dry-run");
        assertThat(dry.out())
                .isEqualTo("would create 9 znodes, change 0; 0 are there and the same; 1 ephemerals are left out\n");
        assertThat(client.exists("/im")).isEmpty();
        CommandRun run = asAnn(exported, "import", "--to", "/im/here", "-p", "--batch", "2", "-o", "json");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo("{\"created\":9,\"changed\":0,\"same\":0,\"ephemerals\":1,\"multis\":5,\"done\":true}\n");
        assertSame("/ex", "/im/here");
    }

    @Test
    void shouldRefuseResumeOrOverwriteWhatIsThere() {
        tree("/again");
        String exported = export("/again");
        CommandRun refused = asAnn(exported, "import");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err())
                .isEqualTo("ensemble: NODE_EXISTS /again: nothing was imported: it and 8 more of 10 znodes are there "
                        + "already. --resume leaves those that are the same, --overwrite changes those that are not\n");

        client.delete("/again/binary");
        client.delete("/again/none/below");
        assertThat(asAnn(exported, "import", "--resume").out())
                .isEqualTo("created 2 znodes, changed 0; 7 are there and the same; 1 ephemerals are left out\n");

        client.set("/again/empty", null);
        client.await(client.writeAsync(new Op.SetAcl("/again/none", List.of(new Acl(31, "auth", "")), -1)));
        CommandRun differs = asAnn(exported, "import", "--resume");
        assertThat(differs.code()).isEqualTo(4);
        assertThat(differs.err()).contains("/again/empty: nothing was imported: it and 1 more of 10 znodes");
        assertThat(asAnn(exported, "import", "--overwrite").out())
                .isEqualTo("created 0 znodes, changed 2; 7 are there and the same; 1 ephemerals are left out\n");
        assertThat(export("/again").lines().skip(1).toList())
                .isEqualTo(exported.lines().skip(1).toList());
    }

    @Test
    void shouldTakeFilesAndOverwriteNone() throws IOException {
        client.create("/file", new byte[] {5});
        Path file = folder.resolve("export");
        CommandRun run = CommandRun.of("export", "/file", "-f", file.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).matches("exported 1 znodes at zxid \\d+\n");
        assertThat(CommandRun.of("export", "/file", "-f", file.toString()).err())
                .isEqualTo("ensemble: there is a file " + file + "\n");
        assertThat(CommandRun.of("import", file.toString(), "--to", "/file2").code())
                .isZero();
        assertThat(client.get("/file2").bytes()).containsExactly(5);
    }

    @Test
    void shouldLeaveNothingOutInSilence() {
        client.create("/partly", null);
        client.multi(new Op.Create("/partly/hidden", null, CreateMode.PERSISTENT, Acl.CREATOR, 0));
        CommandRun run = CommandRun.of("export", "/partly");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err()).startsWith("ensemble: NO_AUTH /partly: 1 znodes may not be read");
        assertThat(run.out()).isEmpty();
        CommandRun some = CommandRun.of("export", "/partly", "--readable");
        assertThat(some.code()).isZero();
        assertThat(some.out().lines()).hasSize(2);

        // It may be read, but the hashes in its ACL are for Ann only.
        client.create("/shown", null);
        client.await(client.writeAsync(new Op.SetAcl(
                "/shown", List.of(new Acl(1, "world", "anyone"), new Acl(31, "auth", "")), Op.ANY_VERSION)));
        assertThat(CommandRun.of("export", "/shown").code()).isEqualTo(6);
        assertThat(export("/shown")).doesNotContain("ann:x");
    }

    @Test
    void shouldShowOneMomentWithItsAcls() throws Exception {
        client.create("/moment", null);
        client.create("/moment/a", null);
        client.create("/moment/b", null);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= 500; i++) {
                byte[] data = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                List<Acl> acl = List.of(new Acl(31, "world", "anyone"), new Acl(1, "digest", "u" + i + ":hash="));
                client.multi(
                        new Op.Set("/moment/a", data, Op.ANY_VERSION), new Op.SetAcl("/moment/b", acl, Op.ANY_VERSION));
            }
        });
        boolean last;
        do {
            last = writer.isDone();
            CommandRun run = CommandRun.of("export", "/moment");
            if (run.code() == 0) {
                assertThat(group(run.out(), "/moment/a\",\"data\":\"(\\d+)"))
                        .isEqualTo(group(run.out(), "\"u(\\d+):hash="));
            } else {
                // It changed too fast, and that was said.
                assertThat(run.err()).contains("ACLs change faster than they can be read");
                assertThat(last).isFalse();
            }
        } while (!last);
        writer.get();
    }

    private static String group(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "none";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            ''                                                          | it is empty
            hello                                                       | it does not begin as an export does
            {"path":"/x","data":"1"}                                    | it does not begin as an export does
            {"export":2,"path":"/x","zxid":1,"znodes":1}                | a newer program made it
            {"export":1,"path":"/x","zxid":1,"znodes":1}                | it ends behind 0 of 1 znodes: it was cut short
            {"export":1,"path":"/x","zxid":1,"znodes":1};{"path":"/y"}  | line 2: the top, /x, comes first, not /y
            {"export":1,"path":"/x","zxid":1,"znodes":2};{"path":"/x"};{"path":"/x/a/b"} | line 3: /x/a/b is not behind
            {"export":1,"path":"/x","zxid":1,"znodes":1};{"path":"/x"};{"path":"/x/a"} | line 3: there are more znodes
            {"export":1,"path":"/x","zxid":1,"znodes":1};{"path":"/x","base64":"?"} | line 2: not a znode
            {"export":1,"path":"/x","zxid":1,"znodes":1};{"path":"/x","ttl":1} | line 2: not a znode: it has a field
            {"export":1,"path":"/x","zxid":1,"znodes":1};{"path":"/x"   | line 2:
            """)
    void shouldTakeWholeExportsOnly(String lines, String why) {
        String in = lines.isEmpty() ? "" : lines.replace(";", "\n") + "\n";
        CommandRun run = CommandRun.with(in, "import", "--to", "/wrong");
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("ensemble: not an export that can be read: " + why)
                .hasLineCount(1);
        assertThat(client.exists("/wrong")).isEmpty();
    }
}
