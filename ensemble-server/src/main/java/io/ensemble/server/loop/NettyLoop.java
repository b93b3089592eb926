package io.ensemble.server.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A loop that is one Netty event loop, which also moves the bytes of its connections. What a task throws is never
 * swallowed: it goes to the handler that the loop was made with. Any thread.
 */
public final class NettyLoop implements Loop {
    private final EventLoop eventLoop;
    private final Consumer<Throwable> failed;

    /** @param failed called on the loop with what a task threw: the member must not go on */
    public NettyLoop(EventLoop eventLoop, Consumer<Throwable> failed) {
        this.eventLoop = eventLoop;
        this.failed = failed;
    }

    /** For registering connections on the same thread. */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /** Runs the task on this loop; a loop that is shutting down drops it, as the process drops all that is in memory. */
    @Override
    public void execute(Runnable task) {
        try {
            eventLoop.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            dropUnlessStopped(e);
        }
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        try {
            var future = eventLoop.schedule(() -> run(task), delayMs, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            dropUnlessStopped(e);
            return () -> {};
        }
    }

    /** Runs what a connection of this loop calls, under the same rule for what is thrown. On the loop only. */
    public void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failed.accept(e);
        }
    }

    private void dropUnlessStopped(RejectedExecutionException e) {
        if (!eventLoop.isShuttingDown()) {
            throw e;
        }
    }
}
