package io.ensemble.server.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.server.member.TestSettings;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may wait unsent for one client: large answers wait for it to read, and it is closed only for what cannot wait. */
class OutputBoundTest {
    private static final List<Acl> OPEN = AclList.OPEN.entries();
    private static final int OUTPUT_BYTES_MAX = 4 << 20;
    private static final int PERSISTENT = 0;

    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(ZkSettings.DEFAULT, TestSettings.withOutputBytesMax(OUTPUT_BYTES_MAX));
        client = connected();
        client.call(new ZkOp.Create(OpCodes.CREATE, "/big", new byte[1_000_000], OPEN, 0));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void shouldAnswerABurstOfLargeReadsFarBeyondTheBoundAsTheClientTakesIt() throws Exception {
        client.send(reads(100, new ZkOp.Exists("/big", false)));
        RawClient other = connected();
        assertThat(other.call(new ZkOp.Exists("/", false)).err()).isZero();

        assertLargeReplies(100);
        assertThat(client.reply().err()).isZero();
        other.close();
    }

    @Test
    void shouldKeepTheOrderOfWritesAroundLargeReads() throws Exception {
        client.send(reads(50, new ZkOp.SetData("/big", new byte[1], 0)));
        client.send(reads(3, new ZkOp.SetData("/big", new byte[2], 1)));

        assertLargeReplies(50);
        assertThat(client.reply().err()).isZero();
        for (int i = 0; i < 3; i++) {
            assertThat(client.reply().body(ZkRecord.DataReply.class).data()).hasSize(1);
        }
        assertThat(client.reply().err()).isZero();
    }

    @Test
    void shouldCloseAClientThatDoesNotReadAtTheBound() throws Exception {
        String path = "/" + "p".repeat(4_000);
        client.call(new ZkOp.Create(OpCodes.CREATE, path, null, OPEN, 0));
        client.call(new ZkOp.AddWatch(path, PERSISTENT));
        RawClient writer = connected();
        int port = client.socket().getLocalPort();

        int writes = 0;
        while (isConnected(port) && writes < 20_000) {
            for (int i = 0; i < 500; i++) {
                writer.submit(new ZkOp.SetData(path, null, -1));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(writer.reply().err()).isZero();
            }
            writes += 500;
        }

        assertThat(isConnected(port)).isFalse();
        assertThat(writes * path.length()).isGreaterThan(OUTPUT_BYTES_MAX);
        writer.close();
    }

    private void assertLargeReplies(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            RawClient.Reply reply = client.reply();
            assertThat(reply.err()).isZero();
            assertThat(reply.body(ZkRecord.DataReply.class).data()).hasSize(1_000_000);
        }
    }

    /** So many reads of the large znode, and something behind them, in one piece. */
    private ByteBuf reads(int count, ZkOp last) {
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < count; i++) {
            ZkOp read = new ZkOp.GetData("/big", false);
            client.expect(read);
            all.writeBytes(RawClient.encoded(i, read));
        }
        client.expect(last);
        return all.writeBytes(RawClient.encoded(count, last));
    }

    private boolean isConnected(int port) throws Exception {
        try (RawClient asking = server.connect()) {
            asking.send("cons".getBytes(StandardCharsets.US_ASCII));
            return asking.rest().contains(":" + port + "[");
        }
    }

    private RawClient connected() throws Exception {
        RawClient one = server.connect();
        one.open();
        return one;
    }
}
