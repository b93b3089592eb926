package io.ensemble.state.apply;

import io.ensemble.state.State;
import io.ensemble.state.command.Entry;
import java.util.Set;
import java.util.function.Consumer;

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
    public static Applied apply(State before, long index, long term, Entry entry, Marks marks, Set<ApplyGuard> guards) {
        return apply(before, index, term, entry, marks, guards, failure -> {});
    }

    /**
     * The same, telling of each command that threw: it was answered with SYSTEM_ERROR and changed nothing, like at every
     * other member.
     */
    public static Applied apply(
            State before,
            long index,
            long term,
            Entry entry,
            Marks marks,
            Set<ApplyGuard> guards,
            Consumer<RuntimeException> failures) {
        return apply(before, index, term, entry, marks, guards, failures, Probe.NONE);
    }

    static Applied apply(
            State before,
            long index,
            long term,
            Entry entry,
            Marks marks,
            Set<ApplyGuard> guards,
            Consumer<RuntimeException> failures,
            Probe probe) {
        try {
            return new EntryRun(before, term, entry, marks, guards, probe, null).run(index);
        } catch (RuntimeException e) {
            // Whatever it left half-done is thrown away with its draft. Once more, with care: each command on its own.
            return new EntryRun(before, term, entry, marks, guards, probe, failures).run(index);
        }
    }

    /** Called in the midst of each command, so that tests can let it throw. */
    interface Probe {
        Probe NONE = zxid -> {};

        void changed(long zxid);
    }
}
