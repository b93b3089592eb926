package io.ensemble.chaos.sim.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.sim.net.SimNetwork;
import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.chaos.sim.time.Trace;
import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model is what Raft promises, whatever the faults. */
class SimGroupTest {
    private static final int MEMBERS = 3;
    private static final int SEEDS = 20;
    private static final Map<String, Integer> RARE = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldKeepWhatWasCommittedThroughAllFaults(int members) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Run(seed, members).run();
        }
        if (members > 1) {
            assertThat(RARE.keySet())
                    .contains(
                            "leader elected",
                            "uncommitted entries truncated",
                            "snapshot installed while serving",
                            "leader deposed with entries in flight",
                            "restart losing unflushed entries");
        }
    }

    private static final class Run implements SimGroup.Observer {
        private final long seed;
        private final int members;
        private final SimRandom random;
        private final SimScheduler scheduler;
        private final SimNetwork network;
        private final List<SimHost> hosts = new ArrayList<>();
        private final SimGroup group;
        private final @Nullable Sink[] sinks;
        private final List<Integer> committed = new ArrayList<>();
        private boolean faults = true;
        private int proposed;

        Run(long seed, int members) {
            this.seed = seed;
            this.members = members;
            random = new SimRandom(seed);
            scheduler = new SimScheduler(random, Trace.OFF);
            network = new SimNetwork(scheduler, random, members);
            for (int member = 1; member <= members; member++) {
                hosts.add(new SimHost(scheduler, random, "member " + member));
            }
            group = new SimGroup(scheduler, random, network, hosts, LogSettings.DEFAULT, this);
            sinks = new Sink[members + 1];
        }

        void run() {
            for (int member = 1; member <= members; member++) {
                start(member);
            }
            network.loss(0.02);
            propose();
            fault();
            runFor(20_000);
            faults = false;
            network.heal();
            runFor(8_000);
            assertThat(committed).as("seed %d", seed).isNotEmpty();
            int before = committed.size();
            proposeOnce();
            runFor(2_000);
            assertThat(committed.size())
                    .as("seed %d: alive after healing", seed)
                    .isGreaterThan(before);
            for (int member = 1; member <= members; member++) {
                assertThat(sink(member).values)
                        .as("seed %d, member %d", seed, member)
                        .isEqualTo(committed);
            }
        }

        private void runFor(long ms) {
            long end = scheduler.now() + ms * SimScheduler.MILLIS;
            while (scheduler.now() < end && scheduler.step()) {}
        }

        private Sink sink(int member) {
            Sink sink = sinks[member];
            assertThat(sink).isNotNull();
            return java.util.Objects.requireNonNull(sink);
        }

        private void start(int member) {
            Sink sink = new Sink(group.open(member));
            sinks[member] = sink;
            try {
                sink.log.start(sink);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void propose() {
            scheduler.after(random.delay(5 * SimScheduler.MILLIS, 100 * SimScheduler.MILLIS), () -> {
                proposeOnce();
                if (faults) {
                    propose();
                }
            });
        }

        private void proposeOnce() {
            for (Sink sink : sinks) {
                if (sink != null && sink.now.ready()) {
                    byte[] data = ByteBuffer.allocate(4).putInt(++proposed).array();
                    sink.log.propose(sink.now.term(), data);
                    if (random.chance(0.01)) {
                        sink.snapshot();
                    }
                }
            }
        }

        private void fault() {
            scheduler.after(random.between(100, 1_500) * SimScheduler.MILLIS, () -> {
                if (faults) {
                    int member = 1 + random.below(members);
                    switch (random.below(6)) {
                        case 0 -> crash(member);
                        case 1 -> hosts.get(member - 1).pause(random.between(10, 3_000) * SimScheduler.MILLIS);
                        case 2 -> network.cut(member, 1 + random.below(members), true);
                        case 3 -> network.heal();
                        case 4 -> group.standNow(member);
                        default -> snapshotOf(member);
                    }
                    fault();
                }
            });
        }

        private void snapshotOf(int member) {
            Sink sink = sinks[member];
            if (sink != null) {
                sink.snapshot();
            }
        }

        private void crash(int member) {
            SimHost host = hosts.get(member - 1);
            if (!host.isAlive()) {
                return;
            }
            host.kill();
            group.crash(member);
            sinks[member] = null;
            scheduler.after(random.between(10, 2_000) * SimScheduler.MILLIS, () -> {
                host.revive();
                start(member);
            });
        }

        @Override
        public void committed(long index, long term, byte @Nullable [] data) {
            if (data != null) {
                committed.add(ByteBuffer.wrap(data).getInt());
            }
        }

        @Override
        public void proposed(int member, long term, byte[] data) {}

        @Override
        public void rare(String what) {
            RARE.merge(what, 1, Integer::sum);
        }
    }

    private static final class Sink implements LogSink {
        private final SimLog log;
        private List<Integer> values = new ArrayList<>();
        private final Map<Long, Long> termAt = new HashMap<>();
        private long applied;
        private long appliedTerm;
        private Leadership now = Leadership.NONE;

        Sink(SimLog log) {
            this.log = log;
        }

        void snapshot() {
            if (applied == 0) {
                return;
            }
            List<Integer> held = List.copyOf(values);
            log.snapshot(applied, appliedTerm, out -> write(held, out));
            log.confirmed(applied);
        }

        private static void write(List<Integer> values, OutputStream out) throws IOException {
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(values.size());
            for (int value : values) {
                data.writeInt(value);
            }
        }

        @Override
        public void restore(long index, long term, InputStream snapshot, boolean serving) throws IOException {
            DataInputStream data = new DataInputStream(snapshot);
            List<Integer> read = new ArrayList<>();
            for (int left = data.readInt(); left > 0; left--) {
                read.add(data.readInt());
            }
            values = read;
            assertThat(index).isGreaterThan(applied);
            applied = index;
            appliedTerm = term;
        }

        @Override
        public void entry(long index, long term, ByteBuffer data) {
            values.add(data.getInt());
            step(index, term);
        }

        @Override
        public void skipped(long index, long term) {
            step(index, term);
        }

        private void step(long index, long term) {
            assertThat(index).isEqualTo(applied + 1);
            assertThat(term).isGreaterThanOrEqualTo(appliedTerm);
            applied = index;
            appliedTerm = term;
            termAt.put(index, term);
        }

        @Override
        public void leadership(Leadership now) {
            assertThat(now.term()).isGreaterThanOrEqualTo(this.now.term());
            this.now = now;
        }

        @Override
        public void refused(long term, String why) {
            assertThat(term).isLessThanOrEqualTo(now.term());
        }

        @Override
        public void snapshotDurable(long index) {}

        @Override
        public void failed(String message, Throwable cause) {
            throw new AssertionError(message, cause);
        }
    }
}
