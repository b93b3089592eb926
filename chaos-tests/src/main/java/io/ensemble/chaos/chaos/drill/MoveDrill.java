package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.Requests;
import io.ensemble.chaos.wire.WireEvent;
import io.ensemble.chaos.wire.WireStat;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A client moves from member to member with its session, its ephemerals and its watches, with sets in flight on the old
 * connection, and goes on sending over it: what is sent there behind the move must have no effect.
 */
@Command(
        name = "move",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Moves a client with its session, ephemerals and watches from member to member.")
final class MoveDrill extends Drill {
    private static final String ROOT = "/move";
    private static final String DATA = ROOT + "/data";
    private static final String WATCHED = ROOT + "/watched";
    private static final String EPHEMERALS = ROOT + "/ephemerals";
    private static final int EPHEMERAL_COUNT = 3;
    private static final int SETS_BEFORE = 20;
    private static final int SETS_LATE = 10;
    private static final String LATE = "late";
    private static final int DATA_CHANGED = 3;

    @Option(names = "--moves", defaultValue = "30", description = "Moves.")
    private int moves;

    @Option(names = "--seed", description = "Seed; default: a random one, printed.")
    private @Nullable Long seed;

    private int version;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : seed;
        SplittableRandom random = new SplittableRandom(drawn);
        print("seed %d", drawn);
        try (RealCluster cluster = cluster(home)) {
            cluster.startAll();
            cluster.awaitServing(UP_WITHIN);
            RawSession observer = open(cluster, 1);
            setUp(observer);
            RawSession session = open(cluster, 1);
            for (int i = 0; i < EPHEMERAL_COUNT; i++) {
                session.create(EPHEMERALS + "/e" + i, "", RawSession.EPHEMERAL);
            }
            print("%5s %6s %6s %15s %18s %s", "move", "from", "to", "sets answered", "sets with effect", "result");
            int from = 1;
            for (int move = 1; move <= moves; move++) {
                int to = 1 + (from - 1 + 1 + random.nextInt(cluster.members() - 1)) % cluster.members();
                session = move(cluster, move, from, to, session, observer, random);
                from = to;
            }
            session.closeSession();
            observer.sync(EPHEMERALS);
            List<String> left = observer.getChildren(EPHEMERALS, false).children();
            if (!left.isEmpty()) {
                fail("ephemerals are left behind the close: " + left);
            }
            observer.closeSession();
            failAll("members", cluster.endedByThemselves());
        }
    }

    private static void setUp(RawSession observer) throws IOException {
        for (String path : List.of(ROOT, DATA, WATCHED, EPHEMERALS)) {
            observer.ensure(path, "0");
        }
    }

    private RawSession move(
            RealCluster cluster,
            int move,
            int from,
            int to,
            RawSession old,
            RawSession observer,
            SplittableRandom random)
            throws IOException {
        List<String> troubles = new ArrayList<>();
        old.getData(WATCHED, true);
        boolean changedBefore = random.nextBoolean();
        old.send(sets(SETS_BEFORE, ""));
        if (changedBefore) {
            observer.setData(WATCHED, "change " + move, -1);
        }
        RawSession moved = old.resumeAt(cluster.layout().client(to));
        if (moved.id() != old.id()) {
            troubles.add("another session: 0x" + Long.toHexString(moved.id()));
        }
        int answered = late(old, troubles);
        checkWatch(moved, observer, changedBefore, move, troubles);
        int effective = checkData(moved, answered, troubles);
        checkEphemerals(observer, moved.id(), troubles);
        // The old connection is gone by now, and with it what came late.
        checkData(moved, effective, troubles);
        version += effective;
        print(
                "%5d %6d %6d %15d %18d %s",
                move,
                from,
                to,
                answered,
                effective,
                troubles.isEmpty() ? "nothing lost, nothing late" : troubles.size() + " troubles");
        failAll("move " + move, troubles);
        return moved;
    }

    private List<Requests.Part> sets(int count, String mark) {
        List<Requests.Part> sets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int expected = mark.isEmpty() ? version + i : -1;
            String data = mark.isEmpty() ? Integer.toString(expected + 1) : mark;
            sets.add(new Requests.Part(Opcode.SET_DATA, Requests.setData(DATA, RawSession.bytes(data), expected)));
        }
        return sets;
    }

    /** Sends more over the old connection and reads it to its end; returns how many sets from before were answered. */
    private int late(RawSession old, List<String> troubles) throws IOException {
        int answered = 0;
        try (old) {
            try {
                old.send(sets(SETS_LATE, LATE));
            } catch (IOException e) {
                // Closed already, which is how it ends at best.
                return answered(old, troubles);
            }
            answered = answered(old, troubles);
        }
        return answered;
    }

    private static int answered(RawSession old, List<String> troubles) {
        int answered = 0;
        try {
            for (ReplyFrame reply = old.receive(); reply != null; reply = old.receive()) {
                if (reply.err() == 0 && ++answered > SETS_BEFORE) {
                    troubles.add("a set that came late over the old connection was answered with success");
                }
            }
        } catch (SocketTimeoutException e) {
            troubles.add("the old connection stays open");
        } catch (IOException e) {
            // A reset ends it as well.
            return answered;
        }
        return answered;
    }

    /** What the client does with its watch when it has moved, and what must come of it. */
    private static void checkWatch(
            RawSession moved, RawSession observer, boolean changedBefore, int move, List<String> troubles)
            throws IOException {
        RawSession.Answer answer = moved.call(
                Opcode.SET_WATCHES,
                ReplyFrame.SET_WATCHES_XID,
                Requests.setWatches(moved.lastZxid(), List.of(List.of(WATCHED), List.of(), List.of())));
        if (answer.error() != 0) {
            troubles.add("setWatches was answered with error " + answer.error());
        }
        List<WireEvent> missed = moved.takeEvents();
        if (changedBefore != isChange(missed)) {
            troubles.add("changed before: " + changedBefore + ", events at setWatches: " + missed);
        }
        if (!changedBefore) {
            observer.setData(WATCHED, "change " + move, -1);
            moved.sync(WATCHED);
            List<WireEvent> later = moved.takeEvents();
            if (!isChange(later)) {
                troubles.add("changed behind the move, events before the sync: " + later);
            }
        }
    }

    private static boolean isChange(List<WireEvent> events) {
        return events.size() == 1
                && events.get(0).type() == DATA_CHANGED
                && WATCHED.equals(events.get(0).path());
    }

    /** Returns how many of the sets from before the move had their effect: at least those that were answered. */
    private int checkData(RawSession moved, int atLeast, List<String> troubles) throws IOException {
        moved.sync(DATA);
        RawSession.Answer answer = moved.getData(DATA, false);
        WireStat stat = answer.statBehindData();
        int effective = stat.version() - version;
        boolean right = effective >= atLeast
                && effective <= SETS_BEFORE
                && answer.data().equals(Integer.toString(stat.version()));
        if (!right) {
            troubles.add("version " + stat.version() + " with data " + answer.data() + ", " + version
                    + " before the move and " + atLeast + " sets answered");
        }
        return effective;
    }

    private static void checkEphemerals(RawSession observer, long owner, List<String> troubles) throws IOException {
        observer.sync(EPHEMERALS);
        for (int i = 0; i < EPHEMERAL_COUNT; i++) {
            RawSession.Answer answer = observer.exists(EPHEMERALS + "/e" + i);
            if (answer.error() != 0 || answer.stat().ephemeralOwner() != owner) {
                troubles.add("ephemeral e" + i + ": error " + answer.error());
            }
        }
    }

    private static RawSession open(RealCluster cluster, int member) throws IOException {
        return RawSession.open(cluster.layout().client(member), SESSION_TIMEOUT_MS, SESSION_TIMEOUT_MS);
    }
}
