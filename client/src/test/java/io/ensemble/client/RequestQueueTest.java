package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.protocol.grpc.v1.Op;
import io.ensemble.protocol.grpc.v1.SetData;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What waits is bounded, and what is sent again counts once. */
class RequestQueueTest {
    private static final ByteString MEBIBYTE = ByteString.copyFrom(new byte[1 << 20]);

    private final List<Long> sent = new ArrayList<>();
    private final RequestQueue queue = new RequestQueue(
            new Messages(ConnectString.parse("127.0.0.1")),
            request -> sent.add(request.getWrite().getNumber()),
            ClientProbe.NONE);

    private CompletableFuture<WriteAnswer> write() {
        SetData set = SetData.newBuilder().setPath("/a").setData(MEBIBYTE).build();
        return queue.write(Write.newBuilder().setSingle(Op.newBuilder().setSet(set)), "/a", 256);
    }

    private int writeUntilRefused() {
        for (int i = 0; ; i++) {
            CompletableFuture<WriteAnswer> write = write();
            if (write.isDone()) {
                assertThat(write.handle((done, why) -> why).join())
                        .isInstanceOfSatisfying(
                                EnsembleException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY));
                return i;
            }
        }
    }

    @Test
    void shouldRefuseMoreBytesThanMayWait() {
        assertThat(writeUntilRefused()).isEqualTo(255);

        queue.granted(1024, Long.MAX_VALUE, Integer.MAX_VALUE);
        assertThat(sent).containsExactly(1L, 2L, 3L);
        assertThat(writeUntilRefused()).isEqualTo(3);

        // On another stream the three wait and go out again: nothing is counted twice, and nothing forgotten.
        queue.suspended(false);
        queue.granted(1024, Long.MAX_VALUE, Integer.MAX_VALUE);
        assertThat(sent).containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
        assertThat(writeUntilRefused()).isZero();

        queue.answered(WriteAnswer.newBuilder().setNumber(1).build());
        assertThat(writeUntilRefused()).isEqualTo(1);

        queue.sessionOver("it is over");
        assertThat(queue.size()).isZero();
        assertThat(writeUntilRefused()).isEqualTo(255);
    }
}
