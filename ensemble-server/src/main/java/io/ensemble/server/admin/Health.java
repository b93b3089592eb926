package io.ensemble.server.admin;

/**
 * Whether something is well, with one line that says why or why not. Immutable.
 */
public record Health(boolean ok, String line) {

    public static Health good(String line) {
        return new Health(true, line);
    }

    public static Health bad(String line) {
        return new Health(false, line);
    }
}
