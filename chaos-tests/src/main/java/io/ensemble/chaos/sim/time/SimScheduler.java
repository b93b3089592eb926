package io.ensemble.chaos.sim.time;

import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The events of a whole simulated ensemble, in virtual nanoseconds. Among events that are due at the same time the seed
 * decides. Keeps a hash of all that happened, by which two runs of a seed are compared. Single-threaded.
 */
public final class SimScheduler {
    public static final long MILLIS = 1_000_000L;
    public static final long MICROS = 1_000L;

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final SimRandom ties;
    private final Trace trace;
    private long now;
    private long count;
    private long sequence;
    private long hash;

    public SimScheduler(SimRandom random, Trace trace) {
        this.ties = random.split();
        this.trace = trace;
    }

    /** Virtual nanoseconds since the start. */
    public long now() {
        return now;
    }

    /** Runs a task when the delay has passed. */
    public void after(long delayNanos, Runnable task) {
        queue.add(new Event(now + Math.max(0, delayNanos), ties.next(), sequence++, task));
    }

    /** Runs the next event; false where there is none. */
    public boolean step() {
        Event event = queue.poll();
        if (event == null) {
            return false;
        }
        now = event.at;
        count++;
        hash = SimRandom.mix(hash ^ now);
        event.task.run();
        return true;
    }

    /** Notes a fact for the hash of the event stream. */
    public void note(long fact) {
        hash = SimRandom.mix(hash + fact);
    }

    /** Notes a line for people; it is made only where somebody reads it. */
    public void trace(Supplier<String> line) {
        trace.line(now, line);
    }

    /** Hash over all events and noted facts. */
    public long hash() {
        return hash;
    }

    /** Events that ran. */
    public long count() {
        return count;
    }

    private record Event(long at, long tie, long sequence, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            if (at != other.at) {
                return Long.compare(at, other.at);
            }
            return tie != other.tie ? Long.compare(tie, other.tie) : Long.compare(sequence, other.sequence);
        }
    }
}
