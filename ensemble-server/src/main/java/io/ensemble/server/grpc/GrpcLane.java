package io.ensemble.server.grpc;

import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.loop.Clock;
import java.util.concurrent.TimeUnit;

/**
 * What the streams of one lane share. Used on the lane.
 *
 * @param limit shared by all lanes of the member
 * @param backlog of this lane
 */
public record GrpcLane(
        Lane lane,
        Authenticator authenticator,
        GrpcSettings settings,
        SessionLimit limit,
        GrpcFacts facts,
        Clock clock,
        Backlog backlog) {

    long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime());
    }
}
