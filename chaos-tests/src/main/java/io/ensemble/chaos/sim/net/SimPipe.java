package io.ensemble.chaos.sim.net;

import io.ensemble.chaos.sim.time.SimScheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * One direction of a stream: what is sent arrives in order and without a hole, until the stream breaks. At a cut it
 * stalls for a while, and goes on where the cut is mended in time. When it breaks, what is in flight is lost, or still
 * arrives and is only not known to have: the seed decides. Single-threaded.
 *
 * @param <T> messages
 */
public final class SimPipe<T> {
    private static final int IN_FLIGHT_MAX = 4096;

    private final SimNetwork network;
    private final int from;
    private final int to;
    private final Consumer<T> deliver;
    private final Runnable broken;
    private final Deque<T> inFlight = new ArrayDeque<>();
    private boolean open = true;
    private boolean draining;
    private boolean pumping;
    private long stalledSince = -1;
    private long patience;
    private boolean ackWatched;

    /**
     * @param deliver told of each message when it arrives
     * @param broken told once, some time after the stream broke, and never after {@link #close}
     */
    public SimPipe(SimNetwork network, int from, int to, Consumer<T> deliver, Runnable broken) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.deliver = deliver;
        this.broken = broken;
    }

    /** Sends; does nothing on a stream that is broken or closed. */
    public void send(T message) {
        if (!open) {
            return;
        }
        if (inFlight.size() >= IN_FLIGHT_MAX) {
            breakNow();
            return;
        }
        inFlight.addLast(message);
        pump(network.delay());
    }

    public boolean isOpen() {
        return open;
    }

    /** Breaks: the sender is told later; messages in flight may still arrive in the meantime. */
    public void breakNow() {
        if (!open) {
            return;
        }
        open = false;
        draining = network.random().chance(0.5);
        if (!draining) {
            inFlight.clear();
        }
        network.scheduler().after(network.random().delay(SimScheduler.MILLIS, 100 * SimScheduler.MILLIS), broken);
    }

    /** Closes: nothing in flight arrives any more, and nobody is told. */
    public void close() {
        open = false;
        draining = false;
        inFlight.clear();
    }

    /** Closes behind what was sent: that still arrives. */
    public void closeBehind() {
        if (open) {
            open = false;
            draining = true;
        }
    }

    private void pump(long delay) {
        if (!pumping && !inFlight.isEmpty()) {
            pumping = true;
            network.scheduler().after(delay, this::arrive);
        }
    }

    private void arrive() {
        pumping = false;
        if (inFlight.isEmpty() || !(open || draining)) {
            return;
        }
        if (network.isCut(from, to)) {
            stall();
            return;
        }
        stalledSince = -1;
        T message = inFlight.removeFirst();
        watchAcknowledgement();
        // Those close behind it travel with it; a gap in time between two messages is made by the sender.
        pump(network.random().chance(0.7) ? 1 : network.delay());
        deliver.accept(message);
    }

    private void stall() {
        long now = network.scheduler().now();
        if (stalledSince < 0) {
            stalledSince = now;
            patience = network.patience();
        }
        if (now - stalledSince >= patience) {
            draining = false;
            inFlight.clear();
            breakNow();
            return;
        }
        pump(network.random().between(5 * SimScheduler.MILLIS, 100 * SimScheduler.MILLIS));
    }

    /** What arrives but cannot be acknowledged breaks the stream too: the sender then does not know that it arrived. */
    private void watchAcknowledgement() {
        if (ackWatched || !open || !network.isCut(to, from)) {
            return;
        }
        ackWatched = true;
        network.scheduler().after(network.patience(), () -> {
            ackWatched = false;
            if (network.isCut(to, from)) {
                breakNow();
            }
        });
    }
}
