package io.ensemble.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private static String out(String... words) {
        CommandRun run = CommandRun.of(words);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.out();
    }

    @Test
    void shouldDoWhatItSays() {
        assertThat(out("create", "-p", "/a/b", "hello")).isEqualTo("/a/b\n");
        assertThat(out("get", "/a/b")).isEqualTo("hello\n");
        assertThat(out("set", "/a/b", "world", "-v", "0")).isEqualTo("1\n");
        assertThat(out("ls", "/a")).isEqualTo("b\n");
        assertThat(out("stat", "/a/b")).contains("version        1\n");
        assertThat(out("watch", "/a", "--listing", "--count", "3"))
                .matches("EXISTING \\d+ /a\nEXISTING \\d+ /a/b world\nLISTED \\d+\n");
        assertThat(out("status", "-o", "raw")).matches("(?s)127.0.0.1:\\d+\t1\tleader\t1\t.*");
        assertThat(out("getAcl", "/a/b")).isEqualTo("world:anyone:cdrwa\n");
        assertThat(out("delete", "/a/b")).isEmpty();
    }

    @Test
    void shouldPrintAsIsAsked() {
        out("create", "-p", "/print/x", "one\n\"two\"");
        assertThat(out("get", "/print/x", "-o", "raw")).isEqualTo("one\n\"two\"");
        assertThat(out("get", "/print/x", "-o", "json"))
                .matches("\\{\"path\":\"/print/x\",\"data\":\"one\\\\n\\\\\"two\\\\\"\",\"zxid\":\\d+,.*}\n");
        assertThat(out("get", "/print/x", "-o", "yaml"))
                .startsWith("path: /print/x\ndata: |-\n  one\n  \"two\"\nzxid: ");
        assertThat(out("ls", "/print", "-o", "json")).isEqualTo("{\"name\":\"x\"}\n");
        assertThat(out("sync", "-o", "json")).matches("\\{\"zxid\":\\d+}\n");
        out("create", "-p", "/printed/y");
        assertThat(out("delete", "-r", "/printed", "-o", "json")).isEqualTo("{\"path\":\"/printed\",\"deleted\":2}\n");
        assertThat(out("ls", "/print", "-o", "yaml")).isEqualTo("---\nname: x\n");
        assertThat(out("ls", "/print", "-l", "-o", "table"))
                .matches("NAME +VERSION +BYTES +CHILDREN +MTIME +OWNER\nx +0 +9 +0 +\\S+Z\n");
    }

    @Test
    void shouldTakeDataFromWhereIsSaid(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
            throws java.io.IOException {
        java.nio.file.Path file = java.nio.file.Files.write(folder.resolve("data"), new byte[] {0, (byte) 0xff});
        assertThat(CommandRun.with("from stdin", "create", "-p", "/given/in", "-")
                        .code())
                .isZero();
        assertThat(out("get", "/given/in")).isEqualTo("from stdin\n");
        out("create", "/given/file", "@" + file);
        assertThat(out("get", "-b", "/given/file")).isEqualTo("AP8=\n");
        assertThat(out("get", "-x", "/given/file"))
                .startsWith("00000000  00 ff ")
                .endsWith("|..|\n");
        assertThat(out("get", "-o", "json", "/given/file")).contains("\"base64\":\"AP8=\"");
        out("create", "/given/at", "@@x");
        assertThat(out("get", "/given/at")).isEqualTo("@x\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            get /none                    | 3 | ensemble: NO_NODE /none: create it, or its parent, first
            tree /none                   | 3 | ensemble: NO_NODE /none: create it, or its parent, first
            create /                     | 4 |
            get none                     | 2 |
            tree none                    | 2 |
            watch none                   | 2 |
            set / x -v 99                | 5 |
            set / -f /no/such/file       | 2 | ensemble: there is no file /no/such/file
            set / @/no/such/file         | 2 | ensemble: there is no file /no/such/file
            set / @/tmp                  | 2 | ensemble: /tmp is a directory
            delete /zookeeper            | 2 |
            create -e /e                 | 2 |
            create --acl world /e        | 2 | ensemble: not SCHEME:ID:RIGHTS: 'world'
            create --acl world:anyone:q /e | 2 | ensemble: rights are letters out of cdrwa, not 'q'
            get / --auth ann             | 2 | ensemble: --auth must be USER:PASSWORD
            get / --timeout 0            | 2 | ensemble: --timeout must be a second or more
            get / -o csv                 | 2 |
            nonsense                     | 2 |
            completion fish              | 2 |
            """)
    void shouldSayInOneLineWhatIsWrong(String words, int code, String line) {
        CommandRun run = words.startsWith("nonsense") || words.startsWith("completion")
                ? CommandRun.bare("", List.of(words.split(" ")))
                : CommandRun.of(words.split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err())
                .startsWith("ensemble: ")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(run.out()).isEmpty();
        if (line != null) {
            assertThat(run.err()).isEqualTo(line + "\n");
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        CommandRun run = CommandRun.bare("", List.of("get", "/", "-c", "127.0.0.1:1", "--timeout", "1"));
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err())
                .startsWith("ensemble: TIMED_OUT: no session of [127.0.0.1:1] within 1 s: are they running?")
                .contains("Connection refused")
                .hasLineCount(1);
    }

    @Test
    void shouldPrintScriptsThatComplete() {
        CommandRun run = CommandRun.bare("", List.of("completion", "bash"));
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("complete -F _complete_ensemble").contains("--linearizable");
    }
}
