package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.server.consensus.LogCluster.Node;
import io.ensemble.server.consensus.LogReach.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever may be an acknowledged entry is never cut off or passed over: the member does not start, and says where. */
class LogDamageTest {
    @TempDir
    Path dir;

    private List<String> expected;
    private Node node;
    private List<Segment> run;

    @BeforeEach
    void fillLog() throws Exception {
        try (LogCluster cluster = new LogCluster(dir, 1)) {
            node = cluster.nodes.get(0);
            node.start();
            cluster.awaitLeader(cluster.nodes);
            expected = RatisLogTest.propose(node, 0, 250);
            LogCluster.awaitState(cluster.nodes, expected);
            // Each in a flush of its own: the mark is one behind, and is to tell what is gone of the newest file.
            for (int next = 250;
                    next < 253 || newestFile().last() - newestFile().first() < 3;
                    next++) {
                expected.addAll(RatisLogTest.propose(node, next, next + 1));
                LogCluster.awaitState(cluster.nodes, expected);
            }
        }
        run = LogReach.of(node.groupDir().resolve("current")).run();
        assertThat(run).hasSizeGreaterThan(2);
    }

    private Segment newestFile() throws IOException {
        List<Segment> now = LogReach.of(node.groupDir().resolve("current")).run();
        return now.get(now.size() - 1);
    }

    @Test
    void shouldRefuseEachDamageThatMayBeOfAnAcknowledgedEntryAndTakeTheLogOnceItIsPutRight() throws Exception {
        Segment closed = run.get(1);
        Segment open = run.get(run.size() - 1);
        assertThat(open.open()).isTrue();

        refused(open, flipped(open, open.extent().wholeBytes() / 2), "is damaged after index");
        refused(open, flipped(open, open.extent().wholeBytes() - 2), "is damaged after index " + (open.last() - 1));
        refused(closed, flipped(closed, closed.extent().wholeBytes() / 2), "is damaged after index");
        refused(closed, flipped(closed, 3), "its head is not that of a log");
        byte[] whole = Files.readAllBytes(closed.path());
        refused(closed, Arrays.copyOf(whole, whole.length - 3), "is damaged after index " + (closed.last() - 1));
        refused(closed, new byte[whole.length], "lacks the entries");
        refused(closed, null, "lacks the entries " + closed.first() + " to " + closed.last());
        byte[] behind = Arrays.copyOf(
                Files.readAllBytes(open.path()), (int) open.extent().wholeBytes() + 100);
        behind[behind.length - 1] = 1;
        refused(open, behind, "there is something behind its end");

        // Each of these looks like a whole log that ends earlier.
        refused(open, null, "ends at index " + (open.first() - 1));
        refused(open, cutBehind(open, open.first()), "ends at index " + open.first());
        refused(open, new byte[0], "ends at index " + (open.first() - 1));

        // A tail of zeros is what the file was made of, however long.
        Files.write(open.path(), Arrays.copyOf(Files.readAllBytes(open.path()), 64 << 10));
        try {
            node.start();
            LogCluster.awaitState(List.of(node), expected);
        } finally {
            node.stop();
        }
    }

    private void refused(Segment segment, byte[] damaged, String what) throws IOException {
        byte[] whole = Files.readAllBytes(segment.path());
        if (damaged == null) {
            Files.delete(segment.path());
        } else {
            Files.write(segment.path(), damaged);
        }

        assertThatThrownBy(node::start)
                .as(what)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(node.groupDir().resolve("current").toString())
                .hasMessageContaining(what)
                .hasMessageContaining("empty this member's whole data folder");
        assertThat(segment.path().toFile().exists()).isEqualTo(damaged != null);
        if (damaged != null) {
            assertThat(Files.readAllBytes(segment.path())).isEqualTo(damaged);
        }
        Files.write(segment.path(), whole);
    }

    /** What remains of a file that is cut between two records. */
    private static byte[] cutBehind(Segment segment, long index) throws IOException {
        byte[] bytes = Files.readAllBytes(segment.path());
        int at = 8;
        for (long i = segment.first(); i <= index; i++) {
            CodedInputStream in = CodedInputStream.newInstance(bytes, at, bytes.length - at);
            int length = in.readRawVarint32();
            at += in.getTotalBytesRead() + length + Integer.BYTES;
        }
        return Arrays.copyOf(bytes, at);
    }

    private static byte[] flipped(Segment segment, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(segment.path());
        bytes[(int) at] ^= 1;
        return bytes;
    }
}
