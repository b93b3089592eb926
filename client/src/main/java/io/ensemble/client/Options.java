package io.ensemble.client;

import java.time.Duration;

/**
 * How a client behaves. Immutable.
 *
 * @param sessionTimeout how long the session outlives silence; the ensemble brings it within its limits
 * @param patience how long a blocking call waits; what it waits for goes on
 */
public record Options(Duration sessionTimeout, Duration patience) {
    /** Ten seconds of session, a minute of patience. */
    public static final Options DEFAULT = new Options(Duration.ofSeconds(10), Duration.ofSeconds(60));
}
