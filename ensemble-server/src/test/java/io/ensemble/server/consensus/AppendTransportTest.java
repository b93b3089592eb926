package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.LogCluster.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries between real logs over our connections. */
class AppendTransportTest {
    @TempDir
    Path dir;

    @Test
    void shouldTellFollowersOfCommitsWithoutWaitingForHeartbeats() throws Exception {
        // A heartbeat comes after one and a half seconds of silence: five waits for one would take more than seven.
        try (LogCluster cluster = new LogCluster(dir, 3, s -> LogCluster.withTimeouts(s, 3_000, 3_500))) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                expected.addAll(RatisLogTest.propose(leader, i, i + 1));
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> cluster.nodes.stream()
                                .allMatch(n -> n.sink.state().equals(expected)));
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void shouldLoseNothingWhenConnectionsBreakUnderLoad() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                expected.addAll(RatisLogTest.propose(leader, 20 * round, 20 * round + 20));
                cluster.nodes.get(round % 3).dropConnections();
            }

            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(cluster.awaitLeader(cluster.nodes)).isSameAs(leader);
        }
    }

    @Test
    void shouldRepairFollowerThatLacksWhatTheLeaderBelieves() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            Node follower = cluster.without(leader).get(0);
            List<String> expected = RatisLogTest.propose(leader, 0, 20);
            LogCluster.awaitState(cluster.nodes, expected);
            cluster.stop(List.of(follower));
            expected.addAll(RatisLogTest.propose(leader, 20, 40));
            LogCluster.awaitState(cluster.without(follower), expected);

            follower.start();

            LogCluster.awaitState(cluster.nodes, expected);
            expected.addAll(RatisLogTest.propose(cluster.awaitLeader(cluster.nodes), 40, 60));
            LogCluster.awaitState(cluster.nodes, expected);
        }
    }
}
