package io.ensemble.client.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as one line of text. Stateless. */
final class Values {
    private Values() {}

    /** What would break the line, or steer a terminal, is shown as an escape. */
    static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof List<?> all
                ? String.join(",", all.stream().map(String::valueOf).toList())
                : value.toString();
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                case '\r' -> line.append("\\r");
                default -> {
                    if (Character.isISOControl(c)) {
                        line.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        line.append((char) c);
                    }
                }
            }
        });
        return line.toString();
    }
}
