package io.ensemble.server.proposer;

/** A session that is connected here, as the proposer sees it: its keep-alives travel with batches. */
public interface KeptAlive {
    long id();

    long attachment();

    /** The lane that it is on, by number from 0. */
    int laneNumber();

    /** Taken into a batch: what is heard from now on is news again. Peer loop. */
    void taken();

    /** Whether its connection is open. Any thread. */
    boolean isConnected();

    /** An attempt that carried its keep-alive was applied: it cannot have expired as of this moment. On the lane. */
    void confirmed(long sentNanos);
}
