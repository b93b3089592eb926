package io.ensemble.client.cli.hold;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.cli.output.Console;
import io.ensemble.client.recipes.Grant;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that may run only while something is granted. It is ended, with all that it started, when the grant is lost or
 * this program is asked to end, and only when it has ended the grant is given back. Confined to the command's thread, but for
 * the ends.
 */
final class Guarded implements AutoCloseable {
    /** Exit code: not granted in time. As {@code timeout} has it. */
    static final int NOT_GRANTED = 124;

    /** Exit code: granted, and lost while the program ran. */
    static final int LOST = 125;

    /** Exit code: it cannot be run. As shells have it. */
    static final int NOT_RUNNABLE = 126;

    /** Exit code: there is no such program. As shells have it. */
    static final int NOT_FOUND = 127;

    private final Ensemble client;
    private final Console console;
    private final Duration grace;
    private final Thread atExit = new Thread(this::endAll, "ensemble-exit");
    private volatile @Nullable Process running;

    /** From here on a signal to this program gives up its places, too, and not only with the session's timeout. */
    Guarded(Ensemble client, Console console, Duration grace) {
        this.client = client;
        this.console = console;
        this.grace = grace;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Runs it and gives the grant back; its exit code, or {@link #LOST}, {@link #NOT_RUNNABLE}, {@link #NOT_FOUND}. */
    int run(Grant grant, String path, List<String> words) throws InterruptedException {
        AtomicBoolean lost = new AtomicBoolean();
        try {
            Process process = start(grant, path, words);
            running = process;
            grant.onLost(() -> {
                lost.set(true);
                say(path + " is lost: the command is ended");
                // Not on the thread that tells of the session: it has others to tell.
                new Thread(() -> end(process), "ensemble-lost").start();
            });
            int code = waitFor(process);
            return lost.get() ? LOST : code;
        } catch (IOException e) {
            say(e.getMessage());
            return String.valueOf(e.getMessage()).contains("error=2,") ? NOT_FOUND : NOT_RUNNABLE;
        } finally {
            giveBack(grant, path, lost.get());
        }
    }

    private Process start(Grant grant, String path, List<String> words) throws IOException {
        console.out().flush();
        ProcessBuilder program = new ProcessBuilder(words).inheritIO();
        program.environment().put("ENSEMBLE_TOKEN", Long.toString(grant.token()));
        program.environment().put("ENSEMBLE_PATH", path);
        return program.start();
    }

    private int waitFor(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
    }

    private void giveBack(Grant grant, String path, boolean lost) {
        try {
            grant.close();
        } catch (EnsembleException e) {
            if (!lost) {
                say(path + " could not be given back, and goes with the session: " + e.getMessage());
            }
        }
    }

    private void endAll() {
        Process process = running;
        if (process != null) {
            end(process);
        }
        // Its ephemerals go now, and others need not wait for its timeout.
        client.close();
    }

    /** SIGTERM, and SIGKILL to what is left when the grace is over. */
    private void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            for (ProcessHandle each : all) {
                awaitEnd(each, deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static void awaitEnd(ProcessHandle process, long nanos) throws InterruptedException {
        try {
            process.onExit().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            // SIGKILL follows.
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void say(@Nullable String line) {
        console.err().println("ensemble: " + line);
        console.err().flush();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This program ends: the hook does its work by now.
        }
    }
}
