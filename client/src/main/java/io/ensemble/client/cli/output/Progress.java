package io.ensemble.client.cli.output;

import java.util.Locale;

/** How far long work has come: a line on a terminal that is written over, and nothing elsewhere. Any thread. */
public final class Progress implements AutoCloseable {
    private static final long EVERY_NANOS = 200_000_000;

    private final Console console;
    private final String what;
    private long next = System.nanoTime() + EVERY_NANOS;
    private boolean shown;

    /** @param what what is counted, as in "znodes exported" */
    public Progress(Console console, String what) {
        this.console = console;
        this.what = what;
    }

    /** So much is done. */
    public synchronized void done(long count) {
        if (console.isTerminal() && System.nanoTime() - next >= 0) {
            next = System.nanoTime() + EVERY_NANOS;
            shown = true;
            console.err().print(String.format(Locale.ROOT, "\r%,d %s", count, what));
            console.err().flush();
        }
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        if (shown) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }
}
