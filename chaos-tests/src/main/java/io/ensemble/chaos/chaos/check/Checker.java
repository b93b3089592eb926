package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import java.util.List;

/** One rule. */
public interface Checker {
    /** All of them. */
    List<Checker> ALL = List.of(
            new LinearizableRegisters(),
            new ReadsAtTheirZxid(),
            new SessionOrder(),
            new AcknowledgedWrites(),
            new UniqueSequence(),
            new Ephemerals(),
            new Watches(),
            new GrownSets(),
            new AppendedLists(),
            new Bank(),
            new QueueItems(),
            new LockHolders(),
            new SessionsLive(),
            new AccessRights(),
            new EqualMembers());

    /** What is checked, in a word or two. */
    String name();

    /** Whether it says nothing of a run whose end was not read. */
    default boolean needsTheEnd() {
        return false;
    }

    /** What breaks the rule; empty where nothing does. At most {@link Findings#MAX} are told. */
    Findings check(History history);
}
