package io.ensemble.client.cli.output;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code -o}, which all commands that print have. */
public final class Output {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            completionCandidates = Format.Names.class,
            description = "${COMPLETION-CANDIDATES}. Else what suits people.")
    private @Nullable Format format;

    /** Null where none was asked for. */
    public @Nullable Format format() {
        return format;
    }

    /** Whether a command may print as it likes. */
    public boolean isFree() {
        return format == null;
    }

    /** For any number of records with the same fields. */
    public Printer many(Console console) {
        return printer(console, true);
    }

    /** For one record. */
    public Printer one(Console console) {
        return printer(console, false);
    }

    private Printer printer(Console console, boolean many) {
        return switch (format == null ? Format.TABLE : format) {
            case TABLE -> many ? new TablePrinter(console) : new FieldsPrinter(console.out());
            case JSON -> new JsonPrinter(console.out());
            case YAML -> new YamlPrinter(console.out(), many);
            case RAW -> new RawPrinter(console.out());
        };
    }
}
