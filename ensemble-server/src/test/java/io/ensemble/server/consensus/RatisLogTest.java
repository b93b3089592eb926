package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.consensus.LogCluster.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatisLogTest {

    @TempDir
    Path dir;

    @Test
    void shouldGiveEveryMemberTheSameEntriesThroughRestartAndElection() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 3)) {
            cluster.startAll();
            Node leader = cluster.awaitLeader(cluster.nodes);
            List<String> expected = propose(leader, 0, 100);
            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(leader.sink.refusals).isEmpty();

            // The leader goes; the others elect another and go on.
            leader.log.close();
            List<Node> rest = cluster.without(leader);
            Node second = cluster.awaitLeader(rest);
            expected.addAll(propose(second, 100, 150));
            LogCluster.awaitState(rest, expected);

            // It comes back and catches up.
            leader.start();
            LogCluster.awaitState(cluster.nodes, expected);

            // All go and come back: everything is read from the disk.
            cluster.nodes.forEach(n -> n.log.close());
            cluster.startAll();
            LogCluster.awaitState(cluster.nodes, expected);
            assertThat(cluster.nodes)
                    .allSatisfy(n -> assertThat(n.sink.failures).isEmpty());
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
