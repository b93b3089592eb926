package io.ensemble.client.cli.output;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A field a line, its name before it. */
record FieldsPrinter(PrintWriter out) implements Printer {
    private static final int NAME_LENGTH_MIN = 14;

    @Override
    public void print(Map<String, @Nullable Object> fields) {
        int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
        String format = "%-" + Math.max(NAME_LENGTH_MIN, width) + "s %s%n";
        fields.forEach((name, value) -> out.printf(format, name, Values.text(value)));
    }
}
