package io.ensemble.server.consensus.transport;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.util.AwaitForSignal;

/** Ratis' wait loses a signal that comes between its user's check and the wait; this one keeps it. Thread-safe. */
final class KeptSignal extends AwaitForSignal {
    private final Semaphore signals = new Semaphore(0);

    KeptSignal(Object name) {
        super(name);
    }

    @Override
    public void await() throws InterruptedException {
        signals.acquire();
        signals.drainPermits();
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        boolean signalled = signals.tryAcquire(time, unit);
        signals.drainPermits();
        return signalled;
    }

    @Override
    public void signal() {
        signals.release();
    }
}
