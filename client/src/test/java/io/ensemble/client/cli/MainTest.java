package io.ensemble.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.OneMember;
import io.ensemble.client.TestEnsemble;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    private static final TestEnsemble ensemble = OneMember.shared();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "-c";
        all[words.length + 1] = ensemble.grpc();
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    @Test
    void shouldDoWhatItSays() {
        assertThat(run("create", "-p", "/a/b", "hello")).isZero();
        assertThat(out).hasToString("/a/b\n");
        assertThat(run("get", "/a/b")).isZero();
        assertThat(out).hasToString("hello\n");
        assertThat(run("set", "/a/b", "world", "-v", "0")).isZero();
        assertThat(out).hasToString("1\n");
        assertThat(run("ls", "/a")).isZero();
        assertThat(out).hasToString("b\n");
        assertThat(run("stat", "/a/b")).isZero();
        assertThat(out.toString()).contains("version         1\n");
        assertThat(run("watch", "/a", "--listing", "--count", "3")).isZero();
        assertThat(out.toString()).matches("EXISTING \\d+ /a\nEXISTING \\d+ /a/b world\nLISTED \\d+\n");
        assertThat(run("status")).isZero();
        assertThat(out.toString()).contains("member=1 role=leader");
        assertThat(run("delete", "/a/b")).isZero();
    }

    @Test
    void shouldSayInOneLineWhatIsWrong() {
        assertThat(run("get", "/none")).isEqualTo(3);
        assertThat(err).hasToString("ensemble: NO_NODE /none: create it, or its parent, first\n");
        assertThat(run("create", "/")).isEqualTo(4);
        assertThat(run("get", "none")).isEqualTo(2);
        assertThat(run("set", "/", "-v", "99")).isEqualTo(5);
        assertThat(run("set", "/", "-f", "/no/such/file")).isEqualTo(2);
        assertThat(err).hasToString("ensemble: there is no file /no/such/file\n");
        assertThat(run("get")).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("Exception");
    }
}
