package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.Op;
import io.ensemble.client.OpResult;
import io.ensemble.client.ReadMode;
import io.ensemble.client.SessionEvent;
import io.ensemble.client.Watch;
import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A watcher of a subtree is cut again and again and comes back at another member, while a writer changes the subtree, leaders
 * are killed and members restarted. Cuts, changes and faults go on side by side: none of them runs ahead of the others.
 */
@Command(
        name = "native-watch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Cuts a native watcher of a subtree and moves it over the members, beside a writer: it must be told "
                        + "each change once, in order, or that it missed some, and then a listing and what follows it.")
final class NativeWatchDrill extends NativeDrill {
    private static final int IN_FLIGHT_MAX = 100;
    private static final int HOLD_MS_MAX = 20;
    private static final int BETWEEN_FAULTS_MS_MAX = 2_000;
    private static final int TOO_LATE_MIN = 50;
    private static final int LONG_CUT_EVERY = 5;
    private static final int CALM_CHANGES = 40;
    private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(300);

    @Option(names = "--changes", defaultValue = "200000", description = "Changes of the writer.")
    private int changesMin;

    @Option(names = "--cuts", defaultValue = "500", description = "Cuts of the watcher.")
    private int cuts;

    @Option(names = "--faults", defaultValue = "16", description = "Leaders killed and members restarted, at least.")
    private int faultsMin;

    @Option(
            names = "--small-ring",
            description = "The members keep so few changes that a long cut, every fifth, cannot be made good.")
    private boolean smallRing;

    private final ConcurrentLinkedQueue<Heard> heard = new ConcurrentLinkedQueue<>();
    private final AtomicInteger heardCount = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger expired = new AtomicInteger();
    private volatile int allowed;
    private volatile long toldZxid;
    private volatile long doneZxid;
    private volatile int written;
    private volatile @Nullable String writersTrouble;
    private int longCuts;

    @Override
    String settings() {
        return smallRing ? "changes: { bytesMax: 64KiB }" : "changes: { bytesMax: 16MiB }";
    }

    @Override
    void drill(RealCluster cluster, SplittableRandom random) throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        List<InetSocketAddress> doors = allDoors(cluster);
        SplittableRandom drawn = random.split();
        WatchedTree tree = new WatchedTree(random.split());
        try (CutProxy proxy = new CutProxy(() -> doors.get(drawn.nextInt(doors.size())));
                Ensemble writer = connect(doors(cluster));
                Ensemble watcher = connect(proxy.address())) {
            watcher.onSession(this::session);
            writer.create(WatchedTree.ROOT, null);
            WatchedTree.folders().forEach(folder -> writer.create(folder, null));
            long from = writer.sync();
            Thread writing = new Thread(() -> write(writer, tree), "writer");
            try (Watch watch = watcher.watch(
                    WatchedTree.ROOT, WatchOptions.of(Scope.SUBTREE).from(from), event -> {
                        heard.add(Heard.of(event));
                        heardCount.incrementAndGet();
                        if (event.kind() != Kind.EXISTING && event.kind() != Kind.GAP) {
                            toldZxid = event.zxid();
                        }
                    })) {
                writing.start();
                MemberFaults faults = new MemberFaults(cluster, random.split(), BETWEEN_FAULTS_MS_MAX);
                try {
                    cutAll(proxy, faults, random);
                } finally {
                    allowed = Integer.MAX_VALUE;
                    faults.close();
                }
                writing.join();
                if (writersTrouble == null) {
                    watcher.sync();
                    awaitQuiet(watcher, tree);
                }
                report(writer, proxy, faults, tree, (System.nanoTime() - beganNs) / 1_000_000_000);
            }
        }
    }

    private void session(SessionEvent event) {
        if (event.state() == SessionEvent.State.RESUMED) {
            resumed.incrementAndGet();
        } else if (event.state() == SessionEvent.State.EXPIRED) {
            expired.incrementAndGet();
        }
    }

    private void cutAll(CutProxy proxy, MemberFaults faults, SplittableRandom random) throws IOException {
        for (int cut = 1; cut <= cuts; cut++) {
            int most = (int) ((long) changesMin * cut / cuts);
            allowed = most - (smallRing ? CALM_CHANGES : 0);
            int due = faultsMin * (cut - 1) / cuts;
            int resumedBefore = resumed.get();
            await("enough faults of members", PROGRESS_WITHIN, () -> faults.all() >= due || faults.trouble() != null);
            if (smallRing && cut % LONG_CUT_EVERY == 0) {
                longCut(proxy);
            } else {
                pause(random.nextInt(HOLD_MS_MAX));
                proxy.dropAnswers();
                pause(random.nextInt(HOLD_MS_MAX));
                proxy.cut();
                pause(random.nextInt(HOLD_MS_MAX));
            }
            // A cut of what has not come back yet would be none.
            await("the watcher comes back", PROGRESS_WITHIN, () -> resumed.get() > resumedBefore);
            awaitWritten();
            if (smallRing) {
                // So that each listing is followed by changes, before the next cut.
                awaitTold();
                allowed = most;
                awaitWritten();
                awaitTold();
            }
        }
        await("enough faults of members", PROGRESS_WITHIN, () -> faults.all() >= faultsMin || faults.trouble() != null);
    }

    private void awaitWritten() throws IOException {
        int most = allowed;
        await("changes", PROGRESS_WITHIN, () -> written >= most || writersTrouble != null);
    }

    private void awaitTold() throws IOException {
        await("the watcher is told all", PROGRESS_WITHIN, () -> toldZxid >= doneZxid || writersTrouble != null);
    }

    /** Away until more has been written than the members keep. */
    private void longCut(CutProxy proxy) throws IOException {
        proxy.down(true);
        longCuts++;
        awaitWritten();
        proxy.down(false);
    }

    private void write(Ensemble writer, WatchedTree tree) {
        Deque<CompletableFuture<Void>> flying = new ArrayDeque<>();
        try {
            while (tree.changes().size() < changesMin) {
                while (tree.changes().size() >= allowed) {
                    drain(writer, flying, 0, tree);
                    pause(1);
                }
                int transaction = tree.transactions();
                List<Op> ops = tree.next();
                flying.add(writer.multiAsync(ops).thenAccept(results -> note(tree, transaction, results)));
                drain(writer, flying, IN_FLIGHT_MAX, tree);
            }
            drain(writer, flying, 0, tree);
            written = Integer.MAX_VALUE;
        } catch (EnsembleException e) {
            // Its writes are never in doubt: none may fail.
            writersTrouble = e.getMessage();
        }
    }

    private void note(WatchedTree tree, int transaction, List<OpResult> results) {
        for (OpResult result : results) {
            if (result.stat() != null) {
                synchronized (tree) {
                    tree.done(transaction, result.stat().mzxid());
                }
                doneZxid = result.stat().mzxid();
                return;
            }
        }
    }

    private void drain(Ensemble writer, Deque<CompletableFuture<Void>> flying, int most, WatchedTree tree) {
        while (flying.size() > most) {
            writer.await(flying.remove());
        }
        if (most == 0) {
            written = tree.changes().size();
        }
    }

    /** Until it was told of the last change, or nothing comes any more. */
    private void awaitQuiet(Ensemble watcher, WatchedTree tree) throws IOException {
        watcher.settle();
        int last = tree.changes().size();
        long[] since = {System.nanoTime()};
        int[] seen = {heardCount.get()};
        await("nothing more comes", PROGRESS_WITHIN, () -> {
            if (heardCount.get() != seen[0]) {
                seen[0] = heardCount.get();
                since[0] = System.nanoTime();
            }
            boolean quiet = System.nanoTime() - since[0] > Duration.ofSeconds(3).toNanos();
            return quiet || !smallRing && seen[0] >= last;
        });
    }

    private void report(Ensemble reader, CutProxy proxy, MemberFaults faults, WatchedTree tree, long seconds) {
        if (writersTrouble != null) {
            fail("a write failed: " + writersTrouble);
        }
        if (faults.trouble() != null) {
            fail("members: " + faults.trouble());
        }
        HeardCheck check = new HeardCheck(tree);
        check.check(List.copyOf(heard));
        failAll("watcher", check.violations());
        Map<String, Integer> there = read(reader);
        if (!there.equals(check.copy())) {
            fail("the watcher's copy is not the tree: " + check.copy().size() + " leaves, " + there.size() + " there");
        }
        print(
                "%d s; %d changes in %d transactions, all acknowledged: %s",
                seconds, tree.changes().size(), tree.transactions(), writersTrouble == null);
        print(
                "watcher: cut %d times (%d of them long), resumed %d times, sessions expired %d, connections by port %s",
                cuts, longCuts, resumed.get(), expired.get(), proxy.connections());
        print(
                "members: %d leaders killed, %d followers restarted",
                faults.leadersKilled(), faults.followersRestarted());
        print(
                "told: %d changes; resumes too late %d, listings cut short %d, listings whole %d, of these with changes "
                        + "behind them %d",
                check.changes(), check.tooLate(), check.cutShort(), check.listings(), check.continued());
        print(
                "violations of once, in order, none missing: %d; final copy equal to the tree of %d leaves: %s",
                check.violations().size(), there.size(), there.equals(check.copy()));
        judge(check, faults);
    }

    private void judge(HeardCheck check, MemberFaults faults) {
        if (!smallRing && check.listings() > 0) {
            fail("the ring is large, and " + check.listings() + " listings were made");
        }
        if (smallRing && check.tooLate() < TOO_LATE_MIN) {
            weak("only " + check.tooLate() + " resumes came too late, and " + TOO_LATE_MIN + " were wanted");
        }
        if (resumed.get() < cuts * 4 / 5) {
            weak("only " + resumed.get() + " of the cuts were noticed");
        }
        if (faults.leadersKilled() == 0 || faults.followersRestarted() == 0) {
            weak("too little was done to members");
        }
    }

    private static Map<String, Integer> read(Ensemble reader) {
        reader.sync();
        Map<String, Integer> all = new HashMap<>();
        for (String folder : WatchedTree.folders()) {
            for (String name : reader.children(folder).names()) {
                String path = folder + "/" + name;
                all.put(
                        path,
                        WatchedTree.number(
                                reader.get(path, ReadMode.LINEARIZABLE).text()));
            }
        }
        return all;
    }
}
