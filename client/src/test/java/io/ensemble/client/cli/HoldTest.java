package io.ensemble.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.CuttingProxy;
import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.recipes.Grant;
import io.ensemble.client.recipes.Lock;
import io.ensemble.client.recipes.Naming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that run while something is held. */
class HoldTest {
    @TempDir
    private Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static CommandRun sh(String command, String path, String script) {
        return CommandRun.of(command, path, "--", "sh", "-c", script);
    }

    /** In the background; its program says so in "started", and ends when "go" is there. */
    private CompletableFuture<CommandRun> running(String... words) {
        String script = "touch " + file("started") + "; while [ ! -e " + file("go") + " ]; do sleep 0.02; done";
        String[] all = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(words), java.util.stream.Stream.of("--", "sh", "-c", script))
                .toArray(String[]::new);
        CompletableFuture<CommandRun> run = CompletableFuture.supplyAsync(() -> CommandRun.of(all));
        await().until(() -> Files.exists(file("started")) || run.isDone());
        return run;
    }

    @Test
    void shouldExitAsItsProgramDoes() throws IOException {
        assertThat(sh("lock", "/hold/exit", "echo $ENSEMBLE_TOKEN $ENSEMBLE_PATH >> " + file("said") + "; exit 9")
                        .code())
                .isEqualTo(9);
        assertThat(sh("lock", "/hold/exit", "echo $ENSEMBLE_TOKEN $ENSEMBLE_PATH >> " + file("said"))
                        .code())
                .isZero();
        String[] said = Files.readString(file("said")).split("\\s+");
        assertThat(said[1]).isEqualTo("/hold/exit");
        assertThat(Long.parseLong(said[2])).isGreaterThan(Long.parseLong(said[0]));
    }

    @Test
    void shouldHoldTheLockWhileItsProgramRuns() throws Exception {
        CompletableFuture<CommandRun> holder = running("lock", "/hold/lock");
        CommandRun other = CommandRun.of("lock", "--wait", "0", "/hold/lock", "--", "true");
        assertThat(other.code()).isEqualTo(124);
        assertThat(other.err()).isEqualTo("ensemble: /hold/lock was not granted within 0 s\n");

        Files.createFile(file("go"));
        assertThat(holder.join().code()).isZero();
        assertThat(CommandRun.of("lock", "--wait", "0", "/hold/lock", "--", "true")
                        .code())
                .isZero();
    }

    @Test
    void shouldContendWithKazoosAndCuratorsPlaces() throws Exception {
        try (Ensemble client = Ensemble.connect(OneMember.shared().grpc());
                Grant held = new Lock(client, "/hold/kazoo", Naming.KAZOO).acquire()) {
            assertThat(held.isHeld()).isTrue();
            assertThat(CommandRun.of("lock", "-w", "0", "--kazoo", "/hold/kazoo", "--", "true")
                            .code())
                    .isEqualTo(124);
            assertThat(CommandRun.of("lock", "-w", "0", "/hold/kazoo", "--", "true")
                            .code())
                    .isZero();
        }
    }

    @Test
    void shouldEndTheProgramWhenTheLockIsLost() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(OneMember.shared().grpcPort(1))) {
            // The shell's own child is to end, too, and is not let go to run on without the lock.
            String script = "sleep 1000 & echo $! > " + file("child") + "; touch " + file("started") + "; wait";
            CompletableFuture<CommandRun> run = CompletableFuture.supplyAsync(() -> CommandRun.bare(
                    "",
                    java.util.List.of(
                            "lock",
                            "-c",
                            "127.0.0.1:" + proxy.port(),
                            "--session",
                            "4",
                            "--timeout",
                            "2",
                            "/hold/lost",
                            "--",
                            "sh",
                            "-c",
                            script)));
            await().until(() -> Files.exists(file("started")));
            proxy.refuse();
            await().atMost(Duration.ofSeconds(30)).until(run::isDone);
            assertThat(run.join().code()).isEqualTo(125);
            assertThat(run.join().err()).isEqualTo("ensemble: /hold/lost is lost: the command is ended\n");
            long child = Long.parseLong(Files.readString(file("child")).strip());
            await().until(() ->
                    !ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
        }
    }

    @Test
    void shouldSayWhatCannotBeRun() {
        CommandRun none = CommandRun.of("lock", "/hold/run", "--", "/no/such/program");
        assertThat(none.code()).isEqualTo(127);
        assertThat(none.err())
                .startsWith("ensemble: ")
                .contains("/no/such/program")
                .hasLineCount(1);
        assertThat(CommandRun.of("lock", "/hold/run", "--", folder.toString()).code())
                .isEqualTo(126);
        assertThat(CommandRun.of("lock", "/hold/run").code()).isEqualTo(2);
        assertThat(CommandRun.of("elect", "/hold/run").code()).isEqualTo(2);
        // None of them has the lock still.
        assertThat(CommandRun.of("lock", "-w", "0", "/hold/run", "--", "true").code())
                .isZero();
    }

    @Test
    void shouldLeadWhileItsProgramRunsAndSayWhoDoes() throws Exception {
        CommandRun nobody = CommandRun.of("elect", "/hold/elect", "--who");
        assertThat(nobody.code()).isEqualTo(3);
        assertThat(nobody.err()).isEqualTo("ensemble: NO_NODE /hold/elect: nobody leads\n");

        CompletableFuture<CommandRun> leader = running("elect", "/hold/elect", "--name", "ann");
        assertThat(CommandRun.of("elect", "/hold/elect", "--who").out()).isEqualTo("ann\n");
        assertThat(CommandRun.of("elect", "/hold/elect", "--who", "-o", "json").out())
                .isEqualTo("{\"path\":\"/hold/elect\",\"leader\":\"ann\"}\n");

        Files.createFile(file("go"));
        assertThat(leader.join().code()).isZero();
        assertThat(CommandRun.of("elect", "/hold/elect", "--who").code()).isEqualTo(3);
    }
}
