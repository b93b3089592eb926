package io.ensemble.server.loop;

/**
 * One thread's worth of work, in order: an event loop in production, a queue of virtual time in the simulation. What is
 * confined to a loop needs no lock.
 */
public interface Loop {

    /** Runs the task on this loop, behind those given before. Any thread; never blocks, never runs it inline. */
    void execute(Runnable task);

    /** Runs the task once, when the delay has passed. Any thread. */
    Cancellable schedule(long delayMs, Runnable task);

    /** Something that is to happen, and need not. */
    interface Cancellable {
        /** Does nothing where it has happened already. Called on the loop. */
        void cancel();
    }
}
