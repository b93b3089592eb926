package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Curator's and native clients want one lock, kazoo's and native ones another, in many processes, of which some are stopped for
 * longer than their sessions live, the holder's mostly. A register outside of the ensemble sees every use in the order of time.
 */
@Command(
        name = "native-lock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Curator's and native clients on one lock, kazoo's and native ones on another, some stopped for 10 s: never "
                        + "two holders with live sessions, grants in the order of waiting, an older token never accepted.")
final class NativeLockDrill extends NativeDrill {
    private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(300);
    private static final String WITH_CURATOR = "/locks/curator";
    private static final String WITH_KAZOO = "/locks/kazoo";
    private static final int WARM_GRANTS = 100;

    @Option(names = "--clients", defaultValue = "25", description = "Of each of the four kinds.")
    private int clients;

    @Option(names = "--processes", defaultValue = "3", description = "Of each of the four kinds.")
    private int processes;

    @Option(names = "--pauses", defaultValue = "8", description = "Of a process at each lock.")
    private int pauses;

    @Option(names = "--pause", defaultValue = "10", description = "Seconds that a process is stopped for.")
    private int pauseSeconds;

    @Option(names = "--session", defaultValue = "6000", description = "Session timeout in milliseconds.")
    private int sessionMs;

    @Option(
            names = "--kazoo",
            defaultValue = "chaos-tests/clients/kazoo_locks.py",
            description = "The program of kazoo's clients; from a clone's folder. ${DEFAULT-VALUE}.")
    private Path kazoo = Path.of("");

    @Option(names = "--python", defaultValue = "/usr/bin/python3", description = "What runs it. ${DEFAULT-VALUE}.")
    private String python = "";

    private record Clients(String lock, String name, Process process) {}

    private final List<Clients> all = new ArrayList<>();

    @Override
    void drill(RealCluster cluster, SplittableRandom random) throws IOException, InterruptedException {
        if (!Files.exists(kazoo)) {
            throw new IOException("there is no " + kazoo + ": see --kazoo");
        }
        Path output = Files.createDirectories(cluster.folder(1).resolveSibling("clients"));
        try (FencedRegister register = new FencedRegister()) {
            String zookeeper = cluster.layout().connectString();
            for (int i = 0; i < processes; i++) {
                int count = clients / processes + (i < clients % processes ? 1 : 0);
                java("curator", zookeeper, register, WITH_CURATOR, "curator-" + i, count, output);
                java("native", doors(cluster), register, WITH_CURATOR, "native-" + i, count, output);
                java("native:kazoo", doors(cluster), register, WITH_KAZOO, "native-k" + i, count, output);
                python(zookeeper, register, "kazoo-" + i, count, output);
            }
            int pausedHolders = pauseAll(register, random);
            report(register, pausedHolders);
        } finally {
            all.forEach(each -> each.process().destroyForcibly());
        }
    }

    private void java(
            String kind, String connect, FencedRegister register, String lock, String name, int count, Path output)
            throws IOException {
        List<String> words = new ArrayList<>(Software.java("256m", System.getProperty("java.class.path")));
        words.add(LockProcess.class.getName());
        words.addAll(List.of(kind, connect));
        start(words, register, lock, name, count, output);
    }

    private void python(String connect, FencedRegister register, String name, int count, Path output)
            throws IOException {
        start(new ArrayList<>(List.of(python, kazoo.toString(), connect)), register, WITH_KAZOO, name, count, output);
    }

    private void start(List<String> words, FencedRegister register, String lock, String name, int count, Path output)
            throws IOException {
        words.addAll(List.of(
                Integer.toString(register.port()), lock, name, Integer.toString(count), Integer.toString(sessionMs)));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.resolve(name + ".log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        all.add(new Clients(lock, name, process));
    }

    /** Stops a process at each lock, again and again; how many of them held the lock then. */
    private int pauseAll(FencedRegister register, SplittableRandom random) throws IOException, InterruptedException {
        int holders = 0;
        awaitGrants(register, WARM_GRANTS);
        for (int pause = 1; pause <= pauses; pause++) {
            List<Clients> stopped = new ArrayList<>();
            for (String lock : List.of(WITH_CURATOR, WITH_KAZOO)) {
                Clients victim = victim(register, lock, pause % 2 == 0, random);
                signal("STOP", victim);
                String holder = register.holder(lock);
                holders += holder != null && holder.startsWith(victim.name() + ".") ? 1 : 0;
                stopped.add(victim);
            }
            TimeUnit.SECONDS.sleep(pauseSeconds);
            for (Clients victim : stopped) {
                signal("CONT", victim);
            }
            print(
                    "pause %d: %s, %s",
                    pause, stopped.get(0).name(), stopped.get(1).name());
            awaitGrants(register, 50);
        }
        return holders;
    }

    /** The process of a holder, native or not; every fifth time any. */
    private Clients victim(FencedRegister register, String lock, boolean isNative, SplittableRandom random)
            throws IOException {
        List<Clients> its =
                all.stream().filter(each -> each.lock().equals(lock)).toList();
        if (random.nextInt(5) == 0) {
            return its.get(random.nextInt(its.size()));
        }
        String[] holder = new String[1];
        await("a holder of " + lock + ", native: " + isNative, PROGRESS_WITHIN, () -> {
            holder[0] = register.holder(lock);
            return holder[0] != null && holder[0].startsWith("native-") == isNative;
        });
        return its.stream()
                .filter(each -> holder[0].startsWith(each.name() + "."))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitGrants(FencedRegister register, int more) throws IOException {
        int curator = register.grants(WITH_CURATOR) + more;
        int kazoo = register.grants(WITH_KAZOO) + more;
        await(
                "grants of both locks",
                PROGRESS_WITHIN,
                () -> register.grants(WITH_CURATOR) >= curator && register.grants(WITH_KAZOO) >= kazoo);
    }

    private static void signal(String name, Clients clients) throws IOException, InterruptedException {
        int code = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(clients.process().pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("process " + clients.name() + " is gone");
        }
    }

    private void report(FencedRegister register, int pausedHolders) {
        print(
                "%d processes, %d clients at each lock; %d pauses of %d s at each, %d of them of the holder; sessions of %d ms",
                all.size(), 2 * clients, pauses, pauseSeconds, pausedHolders, sessionMs);
        print("Curator's and native clients: %s", register.summary(WITH_CURATOR));
        print("kazoo's and native clients: %s", register.summary(WITH_KAZOO));
        print(
                "two holders with live sessions, or grants out of order: %d",
                register.violations().size());
        failAll("register", register.violations());
        int unexplained = register.unexplained(WITH_CURATOR) + register.unexplained(WITH_KAZOO);
        if (unexplained > 0 && register.violations().isEmpty()) {
            weak(unexplained + " that were refused did not say what became of their place");
        }
        for (Clients each : all) {
            if (!each.process().isAlive()) {
                fail("process " + each.name() + " ended");
            }
        }
        if (register.refused(WITH_CURATOR) + register.refused(WITH_KAZOO) == 0) {
            weak("no older token came behind a newer one");
        }
        if (pausedHolders == 0) {
            weak("no holder was stopped");
        }
    }
}
