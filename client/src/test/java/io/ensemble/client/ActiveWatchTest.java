package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.WatchEvent.Kind;
import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.protocol.grpc.v1.Failure;
import io.ensemble.protocol.grpc.v1.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActiveWatchTest {
    private final List<WatchEvent> told = new ArrayList<>();
    private final ActiveWatch watch = new ActiveWatch(
            "/a",
            WatchOptions.of(Scope.EXACT),
            new Messages(ConnectString.parse("127.0.0.1:1")),
            new WatchDelivery(told::add, Runnable::run, () -> {}, ClientProbe.NONE));

    private ActiveWatch.Then ended(Reason reason) {
        return watch.take(io.ensemble.protocol.grpc.v1.WatchEvent.newBuilder()
                .setKind(io.ensemble.protocol.grpc.v1.WatchEvent.Kind.ENDED)
                .setFailure(Failure.newBuilder().setReason(reason))
                .build());
    }

    @Test
    void shouldSayThatItWasRefused() {
        assertThat(ended(Reason.TOO_MANY)).isEqualTo(ActiveWatch.Then.FAILED);
        assertThat(told).extracting(WatchEvent::kind).containsExactly(Kind.ENDED);
    }

    @Test
    void shouldListAnewWhereItWasAwayForTooLong() {
        assertThat(ended(Reason.TOO_OLD)).isEqualTo(ActiveWatch.Then.ASK_AGAIN);
        assertThat(told).isEmpty();
        assertThat(watch.request(2).getListing()).isTrue();
    }
}
