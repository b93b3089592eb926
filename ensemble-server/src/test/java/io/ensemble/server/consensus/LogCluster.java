package io.ensemble.server.consensus;

import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Members' logs in one process, on ports of the machine's choice, with thresholds so small that all paths are taken. */
final class LogCluster implements AutoCloseable {

    static final long CLUSTER_ID = 0x1234_5678_9abc_def0L;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final List<Node> nodes = new ArrayList<>();

    /** One member. */
    final class Node {
        final RatisLogSettings settings;
        RecordingSink sink = new RecordingSink();
        RatisLog log;

        /** Told of each snapshot that this node's sink is given. */
        Runnable restored = () -> {};

        @Nullable
        TestLinks links;

        Node(RatisLogSettings settings) {
            this.settings = settings;
            this.log = new RatisLog(settings, TestLinks::none);
        }

        void start() throws IOException {
            start(DiskFiles.INSTANCE);
        }

        void start(DurableFiles files) throws IOException {
            Map<Integer, Integer> ports = new HashMap<>();
            settings.members().forEach(m -> ports.put(m.number(), m.peerPort()));
            TestLinks fresh = new TestLinks(settings.self(), CLUSTER_ID, ports);
            links = fresh;
            sink = new RecordingSink();
            sink.restored = restored;
            log = new RatisLog(settings, fresh::links, files);
            try {
                log.start(sink);
            } catch (IOException e) {
                stop();
                throw e;
            }
        }

        void dropConnections() {
            if (links != null) {
                links.dropConnections();
            }
        }

        void stop() {
            log.close();
            if (links != null) {
                links.close();
                links = null;
            }
        }

        void propose(String content) {
            log.propose(log.leadership().term(), content.getBytes(StandardCharsets.UTF_8));
        }

        GroupStorage storage() {
            return new GroupStorage(DiskFiles.INSTANCE, settings.dataDir());
        }

        Path groupDir() {
            return storage().groupDir(CLUSTER_ID);
        }
    }

    LogCluster(Path dir, int size) throws IOException {
        this(dir, size, s -> s);
    }

    LogCluster(Path dir, int size, UnaryOperator<RatisLogSettings> adapt) throws IOException {
        List<MemberAddress> members = freeAddresses(size);
        for (MemberAddress member : members) {
            RatisLogSettings settings = adapt.apply(settings(dir.resolve("m" + member.number()), member, members));
            Node node = new Node(settings);
            node.storage().format(CLUSTER_ID);
            nodes.add(node);
        }
    }

    private static RatisLogSettings settings(Path dataDir, MemberAddress self, List<MemberAddress> members) {
        return new RatisLogSettings(
                dataDir, self, members, CLUSTER_ID, "127.0.0.1", 64 << 10, 4 << 10, 150, 300, 2, 1, 3, 10);
    }

    /** The same with other timeouts of elections, and so of heartbeats, which come every half of the shorter. */
    static RatisLogSettings withTimeouts(RatisLogSettings s, int minMs, int maxMs) {
        return new RatisLogSettings(
                s.dataDir(),
                s.member(),
                s.members(),
                s.clusterId(),
                s.bindHost(),
                s.entryBytesMax(),
                s.segmentBytesMax(),
                minMs,
                maxMs,
                s.purgePreservation(),
                s.purgeGap(),
                s.snapshotsRetained(),
                s.pollMs());
    }

    static List<MemberAddress> freeAddresses(int size) {
        List<Integer> ports = FreePorts.pick(3 * size);
        List<MemberAddress> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            members.add(MemberAddress.founder(
                    i + 1, "127.0.0.1", ports.get(3 * i), ports.get(3 * i + 1), ports.get(3 * i + 2)));
        }
        return members;
    }

    void startAll() throws IOException {
        for (Node node : nodes) {
            node.start();
        }
    }

    /** Waits for a leader that is ready and that all the given members know. */
    Node awaitLeader(List<Node> among) {
        await().atMost(PATIENCE).until(() -> leader(among) != null);
        return leader(among);
    }

    private static Node leader(List<Node> among) {
        for (Node node : among) {
            Leadership l = node.log.leadership();
            boolean known = among.stream()
                    .allMatch(n -> n.log.leadership().leader() == node.settings.self()
                            && n.log.leadership().term() == l.term());
            if (l.ready() && known) {
                return node;
            }
        }
        return null;
    }

    List<Node> without(Node... gone) {
        List<Node> rest = new ArrayList<>(nodes);
        rest.removeAll(List.of(gone));
        return rest;
    }

    static void awaitState(List<Node> among, List<String> expected) {
        await().atMost(PATIENCE)
                .until(() -> among.stream().allMatch(n -> n.sink.state().equals(expected)));
    }

    void stop(List<Node> some) {
        some.parallelStream().forEach(Node::stop);
    }

    @Override
    public void close() {
        stop(nodes);
    }
}
