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
    void shouldTellNothingTwiceWhereMoreIsVisibleOnTheNextStream() {
        changed("/a/1");
        changed("/a/2");
        watch.request(2);
        changed("/a/0");
        changed("/a/1");
        changed("/a/2");
        changed("/a/2");
        assertThat(told).extracting(WatchEvent::path).containsExactly("/a/1", "/a/2", "/a/0", "/a/2");
    }

    private void changed(String path) {
        watch.take(io.ensemble.protocol.grpc.v1.WatchEvent.newBuilder()
                .setKind(io.ensemble.protocol.grpc.v1.WatchEvent.Kind.DATA_CHANGED)
                .setZxid(5)
                .setPath(path)
                .build());
    }

    @Test
    void shouldListAnewWhereItWasAwayForTooLong() {
        assertThat(ended(Reason.TOO_OLD)).isEqualTo(ActiveWatch.Then.ASK_AGAIN);
        assertThat(told).isEmpty();
        assertThat(watch.request(2).getListing()).isTrue();
    }
}
