package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.LogCluster.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members in one process. */
class RatisLogTest {

    @TempDir
    Path dir;

    @Test
    void shouldGiveEveryMemberTheSameEntriesThroughElectionAndRestart() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = propose(leader, 0, 100);
            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(leader.sink.refusals).isEmpty();

            cluster.stop(List.of(leader));
            List<Node> rest = cluster.without(leader);
            Node second = cluster.awaitLeader(rest);
            expected.addAll(propose(second, 100, 150));
            LogCluster.awaitState(rest, expected);
            leader.start();
            LogCluster.awaitState(cluster.nodes, expected);

            cluster.stop(cluster.nodes);
            cluster.startAll();
            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(cluster.nodes)
                    .allSatisfy(n -> assertThat(n.sink.failures).isEmpty());
        }
    }

    @Test
    void shouldInstallSnapshotOnMemberThatLagsBehindThePurgedLog() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = propose(leader, 0, 20);
            LogCluster.awaitState(cluster.nodes, expected);

            Node laggard = cluster.without(leader).get(0);
            List<Node> rest = cluster.without(laggard);
            cluster.stop(List.of(laggard));
            expected.addAll(propose(leader, 20, 400));
            LogCluster.awaitState(rest, expected);
            for (Node node : rest) {
                long index = node.sink.appliedIndex();
                assertThat(node.sink.snapshot(node.log)).isTrue();
                // Files come and go while the log purges itself under the look.
                await().atMost(LogCluster.PATIENCE)
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> node.sink.durableSnapshots.contains(index)
                                && LogReach.of(node.groupDir().resolve("current"))
                                                .first()
                                        > 100);
            }

            laggard.start();
            LogCluster.awaitState(List.of(laggard), expected);
            assertThat(laggard.sink.restores).hasSize(1);
            expected.addAll(propose(cluster.awaitLeader(cluster.nodes), 400, 420));
            LogCluster.awaitState(cluster.nodes, expected);

            // What was installed is what it starts from the next time.
            cluster.stop(List.of(laggard));
            laggard.start();
            LogCluster.awaitState(List.of(laggard), expected);
            assertThat(laggard.sink.restores)
                    .singleElement()
                    .satisfies(r -> assertThat(r).doesNotContain("serving"));
        }
    }

    @Test
    void shouldRefuseWhatIsNotProposedToTheLeaderInItsTerm() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            Node follower = cluster.without(leader).get(0);
            long term = leader.log.leadership().term();
            byte[] entry = "x".getBytes(StandardCharsets.UTF_8);

            follower.log.propose(term, entry);
            leader.log.propose(term - 1, entry);
            leader.log.propose(term + 1, entry);

            assertThat(follower.sink.refusals).hasSize(1);
            assertThat(leader.sink.refusals).hasSize(2);
            assertThatThrownBy(() -> leader.log.propose(term, new byte[leader.settings.entryBytesMax() + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
            leader.log.propose(term, new byte[leader.settings.entryBytesMax()]);
            await().atMost(LogCluster.PATIENCE)
                    .until(() -> follower.sink.state().size() == 1);

            // Cut off from its majority, the leader says so, and so do those it does not reach any more.
            cluster.stop(cluster.without(leader));
            await().atMost(LogCluster.PATIENCE)
                    .until(() -> leader.log.leadership().leader() == 0);
            leader.propose("late");
            await().atMost(LogCluster.PATIENCE).until(() -> leader.sink.refusals.size() == 3);
        }
    }

    static List<String> propose(Node leader, int from, int to) {
        List<String> proposed = new ArrayList<>();
        for (int i = from; i < to; i++) {
            leader.propose("entry " + i);
            proposed.add("entry " + i);
        }
        return proposed;
    }
}
