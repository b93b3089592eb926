package io.ensemble.state.apply;

import io.ensemble.state.State;
import io.ensemble.state.command.Entry;
import java.util.Set;

/** State N and one entry give state N + 1. Pure: no clock, thread, randomness, I/O or logging. */
public final class Applier {

    private Applier() {}

    /**
     * Applies one entry.
     *
     * @param index of the entry in the log
     * @param term of the entry in the log; leader commands of an entry stamped with another are refused
     * @throws InvariantViolation where the state contradicts itself: the member must halt
     */
    public static Applied apply(State before, long index, long term, Entry entry, Marks marks) {
        return apply(before, index, term, entry, marks, ApplyGuard.ALL);
    }

    /** The same with some guards taken out: for the simulation only. */
    public static Applied apply(
            State before, long index, long term, Entry entry, Marks marks, Set<ApplyGuard> guards) {
        throw new UnsupportedOperationException();
    }
}
