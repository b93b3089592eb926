package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.check.Reference;
import io.ensemble.chaos.sim.check.Violation;
import io.ensemble.chaos.sim.log.SimGroup;
import io.ensemble.chaos.sim.net.SimNetwork;
import io.ensemble.chaos.sim.net.SimPeerLinks;
import io.ensemble.chaos.sim.time.SimClock;
import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimLoop;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.member.Diverged;
import io.ensemble.server.member.Member;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.Wiring;
import io.ensemble.server.zookeeper.ZkCounters;
import io.ensemble.server.zookeeper.ZkLane;
import io.ensemble.server.zookeeper.ZkSettings;
import io.ensemble.state.apply.Applied;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A member's process, over its lives. Single-threaded. */
final class SimMember {
    private static final long CLUSTER = 0x5EED;

    private final int number;
    private final SimPlan plan;
    private final SimHost host;
    private final SimNetwork network;
    private final SimGroup group;
    private final Map<Integer, SimPeerLinks> links;
    private final Reference reference;
    private final Consumer<String> rare;
    private final IntConsumer mustStop;
    private final SimRandom random;
    private @Nullable Member member;
    private @Nullable DivergingLog log;
    private @Nullable SimPeerLinks myLinks;
    private @Nullable SimLoop peerLoop;
    private List<SimLoop> laneLoops = List.of();
    private final Map<Long, Long> numberedAt = new HashMap<>();
    private List<ZkLane> frontEnds = List.of();
    private long startedAt;

    SimMember(
            int number,
            SimPlan plan,
            SimHost host,
            SimNetwork network,
            SimGroup group,
            Map<Integer, SimPeerLinks> links,
            Reference reference,
            Consumer<String> rare,
            IntConsumer mustStop) {
        this.number = number;
        this.plan = plan;
        this.host = host;
        this.network = network;
        this.group = group;
        this.links = links;
        this.reference = reference;
        this.rare = rare;
        this.mustStop = mustStop;
        this.random = host.random().split();
    }

    static EntryCodec entryCodec() {
        return new EntryCodec(CLUSTER);
    }

    SimHost host() {
        return host;
    }

    /** The front ends of the present life's lanes. */
    List<ZkLane> frontEnds() {
        return frontEnds;
    }

    /** When the member numbered a batch: the newest time that one had this number. */
    long numberedAt(long batch) {
        return numberedAt.getOrDefault(batch, -1L);
    }

    /** The member of the present life, or null while the process is dead. */
    @Nullable
    Member member() {
        return member;
    }

    /** A process is started on what the disk holds. */
    void start() {
        host.revive();
        startedAt = host.scheduler().now();
        DivergingLog opened = new DivergingLog(group.open(number), entryCodec());
        log = opened;
        SimLoop loop = new SimLoop(host, plan.turnNanos());
        peerLoop = loop;
        laneLoops = Stream.generate(() -> new SimLoop(host, plan.turnNanos()))
                .limit(plan.lanes())
                .toList();
        Member born = new Member(new Wiring(
                number,
                entryCodec(),
                new SnapshotCodec(CLUSTER),
                opened,
                receiver -> {
                    SimPeerLinks mine = new SimPeerLinks(number, links, network, host, loop, receiver);
                    myLinks = mine;
                    return mine;
                },
                new SimClock(host),
                loop,
                List.copyOf(laneLoops),
                randomness(),
                plan.member(),
                plan.guards(),
                plan.applyGuards(),
                probe(),
                plan.checkpointEvery(),
                this::halted));
        member = born;
        ZkCounters counters = new ZkCounters();
        frontEnds = born.lanes().stream()
                .map(lane ->
                        new ZkLane(lane, new Authenticator(null), ZkSettings.DEFAULT, counters, new SimClock(host)))
                .toList();
        try {
            born.start();
        } catch (IOException e) {
            throw new Violation("member " + number + " does not start", e);
        }
    }

    /** The process dies, and with it what its disk had not flushed. */
    void kill() {
        host.kill();
        group.crash(number);
        member = null;
        log = null;
        if (myLinks != null) {
            myLinks.died();
        }
    }

    /** The member's state becomes another one than the others'. */
    void diverge() {
        if (log != null) {
            host.scheduler().trace(() -> host + " diverges");
            log.divergeNext();
        }
    }

    /** Whether the member's state is another one than the others'. */
    boolean isDiverged() {
        return log != null && log.isDiverged();
    }

    /** Whether it has been so for long enough, so that a checkpoint must have shown it. */
    boolean mustBeFound() {
        return log != null && log.isDiverged() && log.entriesSince() >= 3 * plan.checkpointEvery();
    }

    /** The peer loop does nothing for a while. */
    void stickPeerLoop(long nanos) {
        if (peerLoop != null) {
            peerLoop.stick(nanos);
        }
    }

    /** One of the lanes does nothing for a while. */
    void stickLane(long nanos) {
        if (!laneLoops.isEmpty()) {
            random.pick(laneLoops).stick(nanos);
        }
    }

    void breakStream(int to) {
        if (myLinks != null) {
            myLinks.breakStream(to);
        }
    }

    /** Whether the process, and each of its lanes, has run for the whole of the last so many nanoseconds. */
    boolean hasRunFor(long nanos) {
        long now = host.scheduler().now();
        boolean lanesRan = laneLoops.stream().allMatch(lane -> now - lane.stuckUntil() > nanos);
        return host.isAlive() && now - startedAt > nanos && now - host.pausedUntil() > nanos && lanesRan;
    }

    private void halted(String why, @Nullable Throwable cause) {
        if (log != null && log.isDiverged() && cause instanceof Diverged) {
            host.scheduler().trace(() -> host + " halts: " + why);
            String which = group.leader() == number ? "leader" : "follower";
            rare.accept("planted divergence found: " + which + (log.hasSnapshot() ? ", with a snapshot of it" : ""));
            mustStop.accept(number);
            return;
        }
        throw cause == null
                ? new Violation("member " + number + " halts: " + why)
                : new Violation("member " + number + " halts: " + why, cause);
    }

    private Wiring.Randomness randomness() {
        return new Wiring.Randomness() {
            @Override
            public long nonce() {
                return random.next() | 1;
            }

            @Override
            public byte[] password() {
                byte[] bytes = new byte[16];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) random.next();
                }
                return bytes;
            }
        };
    }

    private MemberProbe probe() {
        return new MemberProbe() {
            private long index;

            @Override
            public void applied(Applied applied, int bytes) {
                Violation.unless(
                        applied.index() > index,
                        () -> "member " + number + " applied index " + applied.index() + " after " + index);
                index = applied.index();
                if (!isDiverged()) {
                    reference.applied(number, applied);
                }
                host.scheduler().note(applied.index() * 8 + number);
            }

            @Override
            public void batchSent(long batch, int attempt, int commands, int bytes) {
                if (attempt == 1) {
                    numberedAt.put(batch, host.scheduler().now());
                }
                host.scheduler()
                        .trace(() -> host + " sends batch " + batch + " attempt " + attempt + " with " + commands);
            }

            @Override
            public void rare(String what) {
                rare.accept(what);
                if (what.startsWith("leader cleared")) {
                    reference.forgot(number);
                }
                host.scheduler().trace(() -> host + ": " + what);
            }
        };
    }

    /** The queues that have bounds hold them. */
    void checkBounds() {
        Member now = member;
        if (now != null) {
            // What clients had on its way when reading stopped comes on top.
            long most = plan.member().pendingBytesMax() + 200_000;
            long pending = now.proposer().pendingBytes();
            Violation.unless(pending <= most, () -> "member " + number + " holds " + pending + " bytes unnumbered");
        }
    }

    /** Whether the member has applied everything up to this index. */
    boolean hasApplied(long index) {
        return member != null && Objects.requireNonNull(member).appliedIndex() >= index;
    }
}
