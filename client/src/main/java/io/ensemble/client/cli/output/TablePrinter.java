package io.ensemble.client.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns under their names; numbers to the right. Its first rows say how wide the columns are. */
final class TablePrinter implements Printer {
    private static final int ROWS_KEPT_MAX = 1_000;

    private final Console console;
    private final List<Map<String, @Nullable Object>> kept = new ArrayList<>();
    private int @Nullable [] widths;

    TablePrinter(Console console) {
        this.console = console;
    }

    @Override
    public void print(Map<String, @Nullable Object> fields) {
        if (widths == null) {
            kept.add(fields);
            if (kept.size() == ROWS_KEPT_MAX) {
                close();
            }
        } else {
            row(fields, widths);
        }
    }

    @Override
    public void close() {
        if (widths == null && !kept.isEmpty()) {
            List<String> names = List.copyOf(kept.get(0).keySet());
            int[] all = names.stream().mapToInt(String::length).toArray();
            for (Map<String, @Nullable Object> row : kept) {
                int i = 0;
                for (Object value : row.values()) {
                    all[i] = Math.max(all[i], Values.text(value).length());
                    i++;
                }
            }
            widths = all;
            StringBuilder head = new StringBuilder();
            Object[] first = kept.get(0).values().toArray();
            for (int i = 0; i < names.size(); i++) {
                cell(head, names.get(i).toUpperCase(java.util.Locale.ROOT), all[i], first[i] instanceof Number);
            }
            console.out().println(console.styled(Style.STRONG, head.toString().stripTrailing()));
            kept.forEach(row -> row(row, all));
            kept.clear();
        }
        console.out().flush();
    }

    private void row(Map<String, @Nullable Object> fields, int[] all) {
        StringBuilder line = new StringBuilder();
        int i = 0;
        for (Object value : fields.values()) {
            cell(line, Values.text(value), all[i++], value instanceof Number);
        }
        console.out().println(line.toString().stripTrailing());
    }

    private static void cell(StringBuilder line, String text, int width, boolean right) {
        String blank = " ".repeat(Math.max(0, width - text.length()));
        line.append(right ? blank + text : text + blank).append("  ");
    }
}
