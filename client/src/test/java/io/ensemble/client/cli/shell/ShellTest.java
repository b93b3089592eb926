package io.ensemble.client.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.cli.CommandRun;
import org.junit.jupiter.api.Test;

/** Scripts for the shell, as they come out of a pipe. */
class ShellTest {
    private static String sh(String script) {
        CommandRun run = CommandRun.with(script, "sh");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.out();
    }

    @Test
    void shouldTellOfOneChangeAsZooKeeperDoes() {
        assertThat(sh("""
                create /once v1
                get /once watch
                set /once v2
                set /once v3
                get -w /once
                set /once v4
                quit
                """))
                .matches(
                        "/once\nv1\nwatch: DATA_CHANGED \\d+ /once v2\n1\n2\nv3\nwatch: DATA_CHANGED \\d+ /once v4\n3\n");
    }

    @Test
    void shouldTellOfChildrenOnce() {
        assertThat(sh("""
                create /kids
                ls /kids watch
                set /kids "not a child"
                create /kids/a
                create /kids/b
                ls -w /kids
                deleteall /kids/b
                """))
                .matches(
                        "/kids\n1\nwatch: CREATED \\d+ /kids/a\n/kids/a\n/kids/b\na\nb\nwatch: DELETED \\d+ /kids/b\n");
    }

    @Test
    void shouldGoOnTellingUntilToldNotTo() {
        assertThat(sh("""
                create /on
                watch /on
                set /on 1
                create /on/x 2
                unwatch 1
                set /on 3
                addWatch -m PERSISTENT /on
                set /on 4
                create /on/x/deep
                removewatches /on
                set /on 5
                """))
                .matches("/on\nwatch 1 on /on \\[SUBTREE]; unwatch 1 ends it\nwatch: DATA_CHANGED \\d+ /on 1\n1\n"
                        + "watch: CREATED \\d+ /on/x 2\n/on/x\n2\nwatch 2 on /on \\[EXACT, CHILDREN]; unwatch 2 ends it\n"
                        + "watch: DATA_CHANGED \\d+ /on 4\n3\n/on/x/deep\n4\n");
    }

    @Test
    void shouldHaveOneSession() {
        assertThat(sh("""
                create -e -s /mine- x
                create -p /secret/x hidden
                addauth digest ann:pw
                setAcl /secret/x auth::cdrwa
                getAcl /secret/x
                getEphemerals
                """)).matches("/mine-\\d{10}\n/secret/x\ndigest:ann:\\S+:cdrwa\n/mine-\\d{10}\n");
        try (Ensemble client = Ensemble.connect(OneMember.shared().grpc())) {
            assertThat(client.children("/").names()).noneMatch(name -> name.startsWith("mine-"));
        }
    }

    @Test
    void shouldUnderstandThoseWhoKnowZooKeeper() {
        assertThat(sh("""
                # a comment, and an empty line

                create -s -e /seq- "two words" world:anyone:r
                create /old data world:anyone:cdrw
                getAcl /old
                set /old more 0
                ls2 /old
                get -s /old
                rmr /old
                getAllChildrenNumber /zookeeper
                sync /
                history
                """))
                .contains("world:anyone:cdrw\n1\nczxid ")
                .contains("more\nczxid ")
                .contains(" - rmr /old\n");
    }

    @Test
    void shouldTellWhenWhatIsNotThereIsCreated() {
        CommandRun run = CommandRun.with("stat /nowhere watch\ncreate /nowhere\n", "sh");
        assertThat(run.err()).isEqualTo("ensemble: there is no /nowhere yet\n");
        assertThat(run.out()).matches("watch: CREATED \\d+ /nowhere\n/nowhere\n");
    }

    @Test
    void shouldGoOnBehindWhatIsWrongAndExitWithTheFirstOfIt() {
        String script = "get /none\nset /none \"x\nno-such-command\nsetquota -n 5 /\nsync\n";
        CommandRun run = CommandRun.with(script, "sh");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).matches("\\d+\n");
        assertThat(run.err().lines().filter(line -> line.startsWith("ensemble: ")))
                .hasSize(4);
        assertThat(run.err()).contains("a quote is not closed").doesNotContain("Exception");
        assertThat(CommandRun.with(script, "sh", "--stop").out()).isEmpty();
    }
}
