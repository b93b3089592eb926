package io.ensemble.client;

/**
 * Where clients count and time what they do: {@link #NONE}, or {@link MicrometerMetrics}. One may be given to many clients.
 * It is a class of its own so that an application without Micrometer never loads a class that names it. Any thread.
 */
public abstract class ClientMetrics {
    /** Nothing is counted, and no clock is read for it. */
    public static final ClientMetrics NONE = new ClientMetrics() {
        @Override
        ClientProbe client() {
            return ClientProbe.NONE;
        }
    };

    ClientMetrics() {}

    /** What one more client reports to. */
    abstract ClientProbe client();
}
