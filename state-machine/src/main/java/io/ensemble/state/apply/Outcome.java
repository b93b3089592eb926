package io.ensemble.state.apply;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import java.util.List;

/** What became of a command: the same at every member. Immutable. */
public sealed interface Outcome {

    /** It had no effect. */
    record Failed(ErrorCode code) implements Outcome {}

    /** @param path the final name, with the sequence number where there is one */
    record Created(String path, Stat stat) implements Outcome {}

    record Deleted() implements Outcome {}

    record DataSet(Stat stat) implements Outcome {}

    record AclSet(Stat stat) implements Outcome {}

    record Checked() implements Outcome {}

    /**
     * A multi: one result an operation. Where it failed, the operations before the culprit have {@code Failed(OK)}, the
     * culprit its code, those behind it {@code Failed(RUNTIME_INCONSISTENCY)}, and nothing was changed.
     */
    record MultiDone(boolean committed, List<Outcome> results) implements Outcome {
        public MultiDone {
            results = List.copyOf(results);
        }
    }

    /**
     * A znode and what was below it.
     *
     * @param count how many znodes
     * @param whole whether all of them are gone; else there were more than one transaction takes
     */
    record TreeDeleted(int count, boolean whole) implements Outcome {}

    /**
     * A branch: which one was taken, and what became of its operations. Where one of them failed, nothing was changed.
     *
     * @param held whether all conditions held
     */
    record Branched(boolean held, MultiDone done) implements Outcome {}

    record SessionOpened(long sessionId, long attachment, int timeoutMs) implements Outcome {}

    record SessionAttached(long sessionId, long attachment, int timeoutMs) implements Outcome {}

    record SessionClosed() implements Outcome {}

    record LimitsSet() implements Outcome {}

    record RulesRaised() implements Outcome {}

    /** No outcome: the command was refused before it was looked at, and nothing was advanced. */
    record Refused(Refusal reason) implements Outcome {}

    /** Why a command was no command of its session. */
    enum Refusal {
        /** There is no such session (any more): it expired or was closed. */
        NO_SESSION,
        /** The password is not the session's. */
        WRONG_PASSWORD,
        /** The session is attached elsewhere, or was attached anew here. */
        OLD_ATTACHMENT,
        /** The client has seen a zxid that this log has not reached. */
        ZXID_AHEAD,
        /** A numbered request that is neither the next nor one whose outcome is kept. */
        OUT_OF_ORDER,
        /** The kept outcomes of the session, without those that the request frees, fill its window. */
        WINDOW_FULL
    }
}
