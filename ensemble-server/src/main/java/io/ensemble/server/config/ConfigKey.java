package io.ensemble.server.config;

import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration file: all that is known of it, for the loader, for messages and for the manual. Immutable.
 *
 * @param name with its groups, as in "client.port"; "members[]" stands for each member
 * @param standard what holds where the file says nothing, as one would write it; null where the file must say it
 * @param unit of a number; empty where it has none
 * @param min smallest number, or shortest text
 * @param max largest number, or longest text
 * @param meaning one sentence for the manual
 */
public record ConfigKey(
        String name, Kind kind, @Nullable String standard, String unit, long min, long max, String meaning) {

    /** What may stand there. */
    public enum Kind {
        NUMBER,
        /** A number that may be written with KiB, MiB or GiB behind it. */
        SIZE,
        TEXT
    }

    static ConfigKey number(String name, @Nullable String standard, String unit, long min, long max, String meaning) {
        return new ConfigKey(name, Kind.NUMBER, standard, unit, min, max, meaning);
    }

    static ConfigKey port(String name, @Nullable String standard, String meaning) {
        return number(name, standard, "", 1, 65_535, meaning);
    }

    static ConfigKey size(String name, String standard, long min, long max, String meaning) {
        return new ConfigKey(name, Kind.SIZE, standard, "bytes", min, max, meaning);
    }

    static ConfigKey text(String name, @Nullable String standard, int min, int max, String meaning) {
        return new ConfigKey(name, Kind.TEXT, standard, "", min, max, meaning);
    }

    boolean isRequired() {
        return standard == null;
    }

    /** What is allowed, for messages and the manual. */
    public String allowed() {
        return switch (kind) {
            case NUMBER -> "a number from " + min + " to " + max;
            case SIZE -> "a size from " + Sizes.format(min) + " to " + Sizes.format(max);
            case TEXT ->
                min == 0
                        ? "a text of at most " + max + " characters"
                        : "a text of " + min + " to " + max + " characters";
        };
    }
}
