package io.ensemble.client.cli.output;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** A YAML document a record. */
final class YamlPrinter implements Printer {
    private final PrintWriter out;
    private final boolean many;
    private final Dump dump = new Dump(DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(Integer.MAX_VALUE)
            .build());

    /** @param many whether each record is marked as a document of its own */
    YamlPrinter(PrintWriter out, boolean many) {
        this.out = out;
        this.many = many;
    }

    @Override
    public void print(Map<String, @Nullable Object> fields) {
        if (many) {
            out.println("---");
        }
        out.print(dump.dumpToString(new LinkedHashMap<>(fields)));
        out.flush();
    }
}
