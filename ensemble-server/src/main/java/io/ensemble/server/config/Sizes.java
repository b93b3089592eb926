package io.ensemble.server.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes, as people write them. Stateless. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(-?[0-9]{1,18}) ?(KiB|MiB|GiB)?");

    private Sizes() {}

    /** @throws NumberFormatException where it is no such number */
    static long parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new NumberFormatException(text);
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        if (unit == null) {
            return number;
        }
        try {
            return Math.multiplyExact(number, unit.equals("KiB") ? 1L << 10 : unit.equals("MiB") ? 1L << 20 : 1L << 30);
        } catch (ArithmeticException e) {
            throw new NumberFormatException(text);
        }
    }

    static String format(long bytes) {
        if (bytes != 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        } else if (bytes != 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        } else if (bytes != 0 && bytes % (1L << 10) == 0) {
            return (bytes >> 10) + "KiB";
        }
        return Long.toString(bytes);
    }
}
