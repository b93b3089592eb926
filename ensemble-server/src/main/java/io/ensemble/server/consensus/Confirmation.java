package io.ensemble.server.consensus;

/**
 * Lets a snapshot that is written wait until a majority of the members has confirmed the state that it holds: only then
 * it gets its name, so that a snapshot that anybody sees is a confirmed one. Thread-safe.
 */
final class Confirmation {
    private final long patienceNanos;
    private long expected = -1;
    private boolean confirmed;
    private boolean waiting;
    private long waitingSince;
    private boolean givenUp;
    private boolean closed;

    /** @param patienceNanos how long a snapshot waits at least before it is given up for a newer one */
    Confirmation(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** A snapshot of this index is begun. */
    synchronized void expect(long index) {
        expected = index;
        confirmed = false;
        givenUp = false;
    }

    /** A majority has confirmed this index. */
    synchronized void confirmed(long index) {
        if (index == expected) {
            confirmed = true;
            notifyAll();
        }
    }

    /** Waits for the confirmation; false where there will be none. */
    synchronized boolean await() {
        waiting = true;
        waitingSince = System.nanoTime();
        try {
            while (!confirmed && !givenUp && !closed) {
                wait();
            }
            return confirmed && !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting = false;
            expected = -1;
        }
    }

    /** A newer snapshot is wanted: one that has waited for long is given up, for it may wait for ever. */
    synchronized void giveUp() {
        if (waiting && !confirmed && System.nanoTime() - waitingSince >= patienceNanos) {
            givenUp = true;
            notifyAll();
        }
    }

    synchronized boolean isWaiting() {
        return waiting;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
