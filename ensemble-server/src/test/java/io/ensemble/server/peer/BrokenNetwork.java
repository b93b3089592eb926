package io.ensemble.server.peer;

/** Faults of the network between members under test. */
public final class BrokenNetwork {
    private BrokenNetwork() {}

    /** Closes every connection that the member has with others. On its peer loop. */
    public static void dropConnections(NettyPeerLinks links) {
        links.dropConnections();
    }
}
