package io.ensemble.server.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.state.acl.AclList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A planned stop, as clients see it. */
class DrainTest {
    private static final int WRITES = 50;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(ZkSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAnswerWhatIsInFlightBeforeConnectionsEnd() throws Exception {
        try (RawClient client = server.connect();
                RawClient idle = server.connect()) {
            client.open();
            idle.open();
            server.hold();
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < WRITES; i++) {
                sent.add(client.submit(create("/write-" + i)));
            }
            await().until(() -> server.counters().outstanding() == WRITES);

            CompletableFuture<Void> draining = CompletableFuture.runAsync(() -> server.drain(10_000));
            assertThat(idle.rest()).as("nothing but the end").isEmpty();
            idle.close();
            // Unread, it would make of the connection's end a reset, which may cost the client the answers before it.
            client.submit(create("/too-late"));
            assertThat(draining).isNotDone();
            server.release();

            for (int xid : sent) {
                RawClient.Reply reply = client.reply();
                assertThat(reply.xid()).isEqualTo(xid);
                assertThat(reply.err()).isZero();
            }
            // The late one may have come before the drain came to this connection: then it is answered, too.
            assertThatCode(client::rest).as("the end, and no reset").doesNotThrowAnyException();
            client.close();
            draining.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> server.connect().open()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNotWaitLongerThanItMay() throws Exception {
        try (RawClient client = server.connect()) {
            client.open();
            server.stick();
            client.submit(create("/never"));
            await().until(() -> server.counters().outstanding() == 1);

            long start = System.nanoTime();
            server.drain(200);

            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(200L, 5_000L);
        }
    }

    /** A client that does not close its side does not hold the stop up. */
    @Test
    void shouldEndConnectionsWhoseClientsStay() throws Exception {
        try (RawClient client = server.connect()) {
            client.open();

            long start = System.nanoTime();
            server.drain(10_000);

            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(8_000L);
        }
    }

    private static ZkOp create(String path) {
        return new ZkOp.Create(OpCodes.CREATE, path, null, AclList.OPEN.entries(), 0);
    }
}
