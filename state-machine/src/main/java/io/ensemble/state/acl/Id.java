package io.ensemble.state.acl;

/**
 * Who: a scheme ({@code world}, {@code auth}, {@code digest}, {@code ip}, {@code super}) and a name within it. Immutable.
 */
public record Id(String scheme, String id) {
    /** Everybody. */
    public static final Id ANYONE = new Id("world", "anyone");
}
