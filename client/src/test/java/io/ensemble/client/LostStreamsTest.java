package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.Get;
import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Streams that members end for what they were sent on them. */
class LostStreamsTest {
    private static final int WINDOW = 16;

    private final List<SessionRequest> sent = new ArrayList<>();
    private final RequestQueue requests =
            new RequestQueue(new Messages(ConnectString.parse("127.0.0.1:1")), sent::add, ClientProbe.NONE);

    @Test
    void shouldHoldOnlyTheFirstReadToBlameForLostStreams() {
        CompletableFuture<ReadAnswer> guilty = get("/large");
        CompletableFuture<ReadAnswer> innocent = get("/small");

        for (int stream = 1; stream <= 3; stream++) {
            assertThat(guilty).as("before stream " + stream).isNotDone();
            sent.clear();
            granted();
            assertThat(sent).hasSize(2);
            requests.suspended(true);
        }

        assertThat(guilty).isCompletedExceptionally();
        assertThat(innocent).isNotDone();
        sent.clear();
        granted();
        assertThat(sent)
                .singleElement()
                .satisfies(last -> assertThat(last.getRead().getGet().getPath()).isEqualTo("/small"));
        requests.answered(
                ReadAnswer.newBuilder().setId(sent.get(0).getRead().getId()).build());
        assertThat(innocent).isCompleted();
    }

    private CompletableFuture<ReadAnswer> get(String path) {
        return requests.read(Read.newBuilder().setGet(Get.newBuilder().setPath(path)), path);
    }

    private void granted() {
        requests.granted(WINDOW, Long.MAX_VALUE, Integer.MAX_VALUE);
    }
}
