package io.ensemble.client.cli.output;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints records: fields in their order, of which a value is a text, a number, a truth value, a list of texts, or null.
 * Any thread, one at a time.
 */
public interface Printer extends AutoCloseable {
    /** Prints one, or keeps it until enough is known of the others. */
    void print(Map<String, @Nullable Object> fields);

    /** Prints what was kept. */
    @Override
    default void close() {}
}
