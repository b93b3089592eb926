package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.ClusterException;
import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.cluster.FourLetter;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.server.consensus.formation.MembershipClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Changes of membership on real members, asked for at member 1. Confined to the drill's thread. */
final class Membership {
    private static final int ANSWER_MS_MAX = 130_000;
    private static final Duration END_WITHIN = Duration.ofSeconds(15);

    private final RealCluster cluster;

    Membership(RealCluster cluster) {
        this.cluster = cluster;
    }

    /** What is answered, without its "ok". */
    String ask(String request) throws IOException {
        String answer = MembershipClient.ask(
                cluster.layout().host(1),
                cluster.layout().port(1, EnsembleSoftware.FORMATION_PORT),
                request,
                ANSWER_MS_MAX);
        if (!answer.startsWith("ok")) {
            throw new ClusterException("members " + request + ": " + answer);
        }
        return answer.substring(2).strip();
    }

    String place(int member) {
        return cluster.layout().host(member) + " " + cluster.layout().port(member, EnsembleSoftware.FORMATION_PORT);
    }

    /** Starts and adds a member, and waits until it serves. How long the change took. */
    long add(int member) throws IOException, InterruptedException {
        cluster.start(member);
        awaitWaiting(member);
        long changeAt = System.nanoTime();
        ask("add " + place(member));
        long changeNanos = System.nanoTime() - changeAt;
        awaitServing(member);
        return changeNanos;
    }

    /** Removes a member, and waits until its process has ended by itself. How long the change took. */
    long remove(int member) throws IOException, InterruptedException {
        long changeAt = System.nanoTime();
        ask("remove " + member);
        long changeNanos = System.nanoTime() - changeAt;
        await(member, END_WITHIN, "was removed and does not end", () -> !cluster.isRunning(member));
        cluster.forget(member);
        return changeNanos;
    }

    boolean serves(int member) {
        return FourLetter.role(cluster.layout().client(member)).isPresent();
    }

    void awaitServing(int member) throws IOException, InterruptedException {
        await(member, Drill.UP_WITHIN, "does not serve", () -> serves(member));
    }

    /** Until it has recorded under which life it waits. */
    void awaitWaiting(int member) throws IOException, InterruptedException {
        Path record = cluster.folder(member).resolve("state").resolve("member");
        await(
                member,
                Drill.UP_WITHIN,
                "does not wait to be taken in",
                () -> Files.exists(record) && Files.readString(record).contains("state FORMED"));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(int member, Duration within, String complaint, Condition condition)
            throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + within.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > giveUpAt) {
                throw new ClusterException("member " + member + " " + complaint + " after " + within.toSeconds()
                        + " s, see " + cluster.folder(member));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Deletes a member's data folder. */
    void wipeFolder(int member) throws IOException {
        Path state = cluster.folder(member).resolve("state");
        if (Files.exists(state)) {
            try (Stream<Path> all = Files.walk(state)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** The last line of a member's output that has one of the words, or "nothing". */
    String lastWord(int member, String... words) throws IOException {
        try (Stream<String> lines = Files.lines(cluster.folder(member).resolve("output.log"))) {
            return lines.filter(line -> Stream.of(words).anyMatch(line::contains))
                    .reduce((first, second) -> second)
                    .orElse("nothing");
        }
    }

    /** Runs a command with a member's configuration; what it printed. */
    String command(int member, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Software.java("256m", System.getProperty("java.class.path")));
        command.add(1, "-Dlogback.configurationFile=logback.xml");
        command.add("io.ensemble.server.main.Main");
        command.addAll(List.of(words));
        command.add("--config");
        command.add(cluster.folder(member).resolve("config.yaml").toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new ClusterException(String.join(" ", words) + ": " + output);
        }
        return output.strip();
    }
}
