package io.ensemble.junit;

import io.ensemble.client.Ensemble;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** A client that JUnit closes with the scope of its parameter: by the one interface before JUnit 5.13, and by the other since. */
@SuppressWarnings("deprecation")
record ClosedClient(Ensemble client) implements CloseableResource, AutoCloseable {
    @Override
    public void close() {
        client.close();
    }
}
