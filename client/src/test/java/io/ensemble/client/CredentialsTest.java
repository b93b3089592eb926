package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.Authenticated;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private final List<Long> sent = new ArrayList<>();
    private final Credentials credentials = new Credentials(
            new Messages(ConnectString.parse("127.0.0.1:1")),
            (SessionRequest request) -> sent.add(request.getAuthenticate().getId()));

    @Test
    void shouldGetAnAnswerForWhatWasShownTwiceAndLostOnce() {
        CompletableFuture<Void> first = credentials.show("digest", new byte[] {1});
        answered(1);
        CompletableFuture<Void> second = credentials.show("digest", new byte[] {1});
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        sent.clear();

        credentials.granted();

        assertThat(sent).containsExactly(1L, 2L);
        sent.forEach(this::answered);
        assertThat(second).isCompleted();
        sent.clear();
        credentials.granted();
        assertThat(sent).as("the identity, once").containsExactly(1L);
    }

    private void answered(long id) {
        credentials.answered(Authenticated.newBuilder().setId(id).build());
    }
}
