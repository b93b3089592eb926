package io.ensemble.client;

import java.time.Duration;

/**
 * How a client behaves. Immutable.
 *
 * @param sessionTimeout how long the session outlives silence; the ensemble brings it within its limits
 * @param patience how long a blocking call waits; what it waits for goes on
 * @param metrics where the client counts and times what it does
 */
public record Options(Duration sessionTimeout, Duration patience, ClientMetrics metrics) {
    /** Ten seconds of session, a minute of patience, no metrics. */
    public static final Options DEFAULT = new Options(Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** Without metrics. */
    public Options(Duration sessionTimeout, Duration patience) {
        this(sessionTimeout, patience, ClientMetrics.NONE);
    }

    /** The same, counted and timed there: {@code Options.DEFAULT.withMetrics(new MicrometerMetrics(registry))}. */
    public Options withMetrics(ClientMetrics to) {
        return new Options(sessionTimeout, patience, to);
    }
}
