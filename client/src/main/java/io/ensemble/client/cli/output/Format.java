package io.ensemble.client.cli.output;

import java.util.List;
import java.util.Locale;

/** How records are shown. */
public enum Format {
    /** Columns, for people. */
    TABLE,
    /** One JSON object a line. */
    JSON,
    /** One YAML document a record. */
    YAML,
    /** Values only, with a tab between; data as it is. */
    RAW;

    /** As they are written on the command line. */
    public static final class Names extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1;

        public Names() {
            super(List.of("table", "json", "yaml", "raw"));
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
