package io.ensemble.client;

import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a client, a daemon. What a task throws, an {@link Error} above all (a library of another version, say), is logged
 * and told: the executor alone would put it into a future that nobody has. Any thread may call.
 */
final class OwnThread extends ScheduledThreadPoolExecutor {
    private final Consumer<Throwable> failed;
    private volatile @Nullable Thread thread;

    /** @param failed told, on this thread, of what a task has thrown */
    OwnThread(String name, Consumer<Throwable> failed) {
        super(1);
        this.failed = failed;
        setRemoveOnCancelPolicy(true);
        setThreadFactory(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            thread = made;
            return made;
        });
    }

    /** Whether the caller runs on it, and so must not wait for what it does. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Runs a task unless it is shut down; whether it will. */
    boolean offer(Runnable task) {
        try {
            execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable none) {
        if (!(task instanceof Future<?> done) || !done.isDone()) {
            return;
        }
        try {
            done.get();
        } catch (ExecutionException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            System.getLogger(OwnThread.class.getName()).log(Level.ERROR, "a task of the client failed", why);
            failed.accept(why);
        } catch (CancellationException e) {
            // It was not wanted any more.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
