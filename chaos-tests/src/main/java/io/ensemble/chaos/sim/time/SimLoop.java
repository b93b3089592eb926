package io.ensemble.chaos.sim.time;

import io.ensemble.server.loop.Loop;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A thread of a simulated process: its tasks run in order, one a turn, and the turns of different loops mix as the seed
 * decides. Timers that are due run in their order too, before or behind tasks that wait, as the seed decides: event loops
 * promise no more. Never runs a task inline. Single-threaded.
 */
public final class SimLoop implements Loop {
    private static final long TURN_LONGEST = 2 * SimScheduler.MILLIS;

    private final SimHost host;
    private final SimRandom random;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final long turnNanos;
    private boolean turnPending;
    private long stuckUntil;

    /** @param turnNanos how long a turn mostly waits for its thread */
    public SimLoop(SimHost host, long turnNanos) {
        this.host = host;
        this.turnNanos = turnNanos;
        this.random = host.random().split();
    }

    @Override
    public void execute(Runnable task) {
        tasks.addLast(task);
        scheduleTurn();
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        boolean[] over = new boolean[1];
        host.after(Math.max(0, delayMs) * SimScheduler.MILLIS, () -> {
            due.addLast(() -> {
                if (!over[0]) {
                    over[0] = true;
                    task.run();
                }
            });
            scheduleTurn();
        });
        return () -> over[0] = true;
    }

    /** Does nothing for a while: a task of it blocks. */
    public void stick(long nanos) {
        stuckUntil = Math.max(stuckUntil, host.scheduler().now() + nanos);
    }

    /** When it was or is stuck last, until then. */
    public long stuckUntil() {
        return stuckUntil;
    }

    /** Tasks that wait. */
    public int backlog() {
        return tasks.size() + due.size();
    }

    private void scheduleTurn() {
        if (!turnPending && backlog() > 0) {
            turnPending = true;
            long delay = random.delay(turnNanos, TURN_LONGEST);
            host.after(Math.max(delay, stuckUntil - host.scheduler().now()), this::turn);
        }
    }

    private void turn() {
        turnPending = false;
        Runnable task = next();
        scheduleTurn();
        task.run();
    }

    private Runnable next() {
        boolean both = !tasks.isEmpty() && !due.isEmpty();
        boolean timer = both ? random.chance(0.5) : tasks.isEmpty();
        return (timer ? due : tasks).removeFirst();
    }
}
