package io.ensemble.server.dump;

import java.io.PrintWriter;
import java.util.List;

/** Writes facts, as text or as JSON. Confined to its user. */
abstract class Printer {
    private static final String HEX = "0123456789abcdef";

    private final PrintWriter out;

    Printer(PrintWriter out) {
        this.out = out;
    }

    final void print(Facts facts) {
        StringBuilder text = new StringBuilder();
        append(text, facts, 0);
        out.println(text);
    }

    abstract void append(StringBuilder text, Facts facts, int depth);

    /** In double quotes, as JSON has it; also for a terminal, which obeys no character of it. */
    static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7F && c < 0xA0 || Character.getType(c) == Character.FORMAT) {
                text.append("\\u").append(HEX.charAt(c >> 12)).append(HEX.charAt(c >> 8 & 15));
                text.append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** One line for each, two blanks deeper for what is below. */
    static final class Text extends Printer {
        Text(PrintWriter out) {
            super(out);
        }

        @Override
        void append(StringBuilder text, Facts facts, int depth) {
            if (depth > 0) {
                text.append(System.lineSeparator()).append("  ".repeat(depth));
            }
            text.append(facts.kind());
            facts.values().forEach((name, value) -> {
                text.append(' ').append(name).append('=');
                if (value instanceof String word && !isPlain(word)) {
                    quote(text, word);
                } else {
                    text.append(value);
                }
            });
            facts.below().forEach(each -> append(text, each, depth + 1));
        }

        private static boolean isPlain(String word) {
            return !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"');
        }
    }

    /** One line of JSON for each, with what is below in an array. */
    static final class Json extends Printer {
        Json(PrintWriter out) {
            super(out);
        }

        @Override
        void append(StringBuilder text, Facts facts, int depth) {
            text.append("{\"kind\":");
            quote(text, facts.kind());
            facts.values().forEach((name, value) -> {
                text.append(',');
                quote(text, name);
                text.append(':');
                if (value instanceof String word) {
                    quote(text, word);
                } else {
                    text.append(value);
                }
            });
            if (!facts.belowName().isEmpty()) {
                text.append(',');
                quote(text, facts.belowName());
                text.append(":[");
                List<Facts> below = facts.below();
                for (int i = 0; i < below.size(); i++) {
                    text.append(i == 0 ? "" : ",");
                    append(text, below.get(i), depth + 1);
                }
                text.append(']');
            }
            text.append('}');
        }
    }
}
