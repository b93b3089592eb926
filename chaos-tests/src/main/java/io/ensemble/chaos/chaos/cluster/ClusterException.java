package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;

/** Members did not do what they should have: did not come up, or ended by themselves. The message says which. */
public final class ClusterException extends IOException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }
}
