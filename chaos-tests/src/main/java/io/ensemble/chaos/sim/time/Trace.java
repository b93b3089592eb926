package io.ensemble.chaos.sim.time;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What happened, in words: the last lines are kept for a failure's report. Single-threaded. */
public abstract class Trace {

    /** Keeps nothing, and so costs nothing: a seed that failed is simply run again with a trace. */
    public static final Trace OFF = new Trace() {
        @Override
        void line(long now, Supplier<String> line) {}
    };

    abstract void line(long now, Supplier<String> line);

    /** Keeps the last lines in {@code lines}. */
    public static Trace keeping(int countMax, Deque<String> lines) {
        return new Trace() {
            @Override
            void line(long now, Supplier<String> line) {
                if (lines.size() == countMax) {
                    lines.removeFirst();
                }
                lines.addLast(format(now, line.get()));
            }
        };
    }

    /** Hands every line on at once. */
    public static Trace to(Consumer<String> out) {
        return new Trace() {
            @Override
            void line(long now, Supplier<String> line) {
                out.accept(format(now, line.get()));
            }
        };
    }

    /** A place for the lines of {@link #keeping}. */
    public static Deque<String> buffer() {
        return new ArrayDeque<>();
    }

    /** The kept lines as one text. */
    public static String text(Collection<String> lines) {
        return String.join("\n", lines);
    }

    private static String format(long now, String line) {
        return String.format(Locale.ROOT, "%11.3f ms  %s", now / 1e6, line);
    }
}
