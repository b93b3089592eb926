package io.ensemble.client.cli.output;

import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record a line, a tab between its values. */
record RawPrinter(PrintWriter out) implements Printer {
    @Override
    public void print(Map<String, @Nullable Object> fields) {
        out.println(fields.values().stream().map(Values::text).collect(Collectors.joining("\t")));
    }
}
