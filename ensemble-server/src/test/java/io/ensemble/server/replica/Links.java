package io.ensemble.server.replica;

import io.ensemble.state.State;
import java.util.List;

/** Links of a chain, for tests. */
public final class Links {
    private static final State STATE = State.initial();

    private Links() {}

    public static Link link(long index) {
        return new Link(index, 0, STATE, null, List.of(), 0);
    }

    /** What the apply thread does to publish. */
    public static void append(Link last, Link next) {
        last.next(next);
    }
}
