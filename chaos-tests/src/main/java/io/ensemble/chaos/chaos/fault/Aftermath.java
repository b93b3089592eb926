package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.cluster.FourLetter;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What members owe behind a fault of their disk: to halt with a message, to refuse to start with one, or to come back by
 * themselves. One that does otherwise is a trouble, and its run is not ok. One thread.
 */
final class Aftermath {
    /** How long a member has to end once an fsync or a write has failed; it takes some ms on a machine that is idle. */
    private static final Duration HALTED_WITHIN = Duration.ofSeconds(20);
    /** How long one has to serve, or to refuse, once nothing is wrong any more; five seconds are usual. */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

    private static final long POLL_MS = 50;

    private record Due(int member, long before, LongSupplier met) {}

    /** A file as it was before it was damaged. */
    private record Original(int member, Path file, byte[] bytes) {}

    private final RealCluster cluster;
    private final BiConsumer<@Nullable Integer, String> notes;
    private final List<Due> due = new ArrayList<>();
    private final List<Original> originals = new ArrayList<>();
    private final Map<Integer, Path> wiped = new HashMap<>();
    private final List<String> troubles = new ArrayList<>();

    Aftermath(RealCluster cluster, BiConsumer<@Nullable Integer, String> notes) {
        this.cluster = cluster;
        this.notes = notes;
    }

    List<String> troubles() {
        return List.copyOf(troubles);
    }

    private void trouble(int member, String what) {
        troubles.add("member " + member + ": " + what);
        notes.accept(member, "owes something: " + what);
    }

    void mustHalt(int member, LongSupplier met) {
        due.add(new Due(member, met.getAsLong(), met));
    }

    void putBackLater(int member, Path file, byte[] bytes) {
        originals.add(new Original(member, file, bytes));
    }

    /** Kills a member, and starts it with an empty folder; false where it had none. */
    boolean wipe(int member) throws IOException, InterruptedException {
        Path data = cluster.data(member);
        if (wiped.containsKey(member) || !Files.exists(data)) {
            return false;
        }
        notes.accept(member, "killed, and its folder emptied");
        cluster.kill(member);
        Path aside = data.resolveSibling(data.getFileName() + ".aside");
        Files.move(data, aside);
        wiped.put(member, aside);
        cluster.start(member);
        cluster.allowEnd(member);
        return true;
    }

    /** Who met a failure of its disk must have ended, and said so. */
    void awaitHalts() throws IOException, InterruptedException {
        for (Due each : due) {
            int member = each.member();
            if (each.met().getAsLong() == each.before() || !cluster.software().saysWhyItHalts()) {
                continue;
            }
            if (!awaits(HALTED_WITHIN, () -> !cluster.isRunning(member))) {
                trouble(member, "went on behind a failure of its disk for " + HALTED_WITHIN.toSeconds() + " s");
            } else if (cluster.process(member).saidThatItsDiskFails()) {
                notes.accept(member, "halted: " + cluster.lastWords(member));
            } else if (!cluster.process(member).wasKilled()) {
                trouble(member, "ended behind a failure of its disk without saying so: " + cluster.lastWords(member));
            }
        }
        due.clear();
    }

    /** All faults are over: members with damaged files or empty folders must refuse to start, or come to serve. */
    void settle() throws IOException, InterruptedException {
        Set<Integer> open = new HashSet<>(wiped.keySet());
        originals.forEach(each -> open.add(each.member()));
        for (int member = 1; member <= cluster.members(); member++) {
            if (!open.contains(member) && cluster.endedAsAllowed(member)) {
                notes.accept(member, "ended: " + cluster.lastWords(member));
            }
        }
        // They may need the others, to serve and to be taken in.
        cluster.startAllBut(open);
        for (Original original : originals) {
            putBack(original);
        }
        originals.clear();
        for (Map.Entry<Integer, Path> each : wiped.entrySet()) {
            reborn(each.getKey(), each.getValue());
        }
        wiped.clear();
    }

    /** A member that halted for a damaged file gets it back; one that went on has dealt with it. */
    private void putBack(Original original) throws IOException, InterruptedException {
        int member = original.member();
        if (comesToServe(member)) {
            notes.accept(member, "serves in spite of the damage");
            return;
        }
        boolean refuses = cluster.process(member).saidThatItsFilesAreDamaged();
        if (cluster.isRunning(member)) {
            trouble(member, "neither refuses its damaged folder nor serves: " + cluster.lastWords(member));
        } else if (!refuses
                && !cluster.process(member).wasKilled()
                && cluster.software().saysWhyItHalts()) {
            trouble(member, "ended for a damaged file without saying so: " + cluster.lastWords(member));
        }
        notes.accept(member, "does not serve: " + cluster.lastWords(member));
        cluster.kill(member);
        Files.createDirectories(original.file().getParent());
        Files.write(original.file(), original.bytes());
        cluster.start(member);
    }

    private void reborn(int member, Path aside) throws IOException, InterruptedException {
        if (comesToServe(member)) {
            notes.accept(member, "is back by itself");
            return;
        }
        if (cluster.software().saysWhyItHalts()) {
            trouble(
                    member,
                    "was not taken in with its empty folder within " + SETTLED_WITHIN.toSeconds() + " s: "
                            + cluster.lastWords(member));
        }
        notes.accept(member, "does not serve with its empty folder, and gets back what it had");
        cluster.kill(member);
        Path data = cluster.data(member);
        if (Files.exists(data)) {
            Files.move(data, data.resolveSibling(data.getFileName() + ".waited-" + System.nanoTime()));
        }
        Files.move(aside, data);
        cluster.start(member);
    }

    /** Waits until a member serves, or has ended, or time is over; returns whether it serves. */
    private boolean comesToServe(int member) throws InterruptedException {
        awaits(SETTLED_WITHIN, () -> serves(member) || !cluster.isRunning(member));
        return serves(member);
    }

    private boolean serves(int member) {
        return FourLetter.role(cluster.layout().client(member)).isPresent();
    }

    private static boolean awaits(Duration within, java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAt) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }
}
