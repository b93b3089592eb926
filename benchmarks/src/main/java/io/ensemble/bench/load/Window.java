package io.ensemble.bench.load;

/**
 * The requests in flight on one connection, in order: ZooKeeper answers in the order of the requests, so a ring of
 * sending times is enough. Confined to one thread.
 */
final class Window {
    private final long[] sentNs;
    private int oldestXid = 1;
    private int nextXid = 1;

    Window(int size) {
        this.sentNs = new long[size];
    }

    boolean hasRoom() {
        return inFlight() < sentNs.length;
    }

    int inFlight() {
        return nextXid - oldestXid;
    }

    /** Takes a request in; returns its xid. */
    int sent(long nowNs) {
        sentNs[nextXid % sentNs.length] = nowNs;
        return nextXid++;
    }

    /** Whether this is the answer that is due. */
    boolean isDue(int xid) {
        return inFlight() > 0 && xid == oldestXid;
    }

    /** Takes the oldest request out; returns when it was sent. */
    long answered() {
        return sentNs[oldestXid++ % sentNs.length];
    }
}
