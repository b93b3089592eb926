package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import java.util.List;
import java.util.Set;

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
            new TreeWatches(),
            new GrownSets(),
            new AppendedLists(),
            new Bank(),
            new QueueItems(),
            new LockHolders(),
            new SessionsLive(),
            new AccessRights(),
            new PossibleAnswers(),
            new AnswersCome(),
            new ReadsAreRecent(),
            new EqualMembers());

    /** What is checked, in a word or two. */
    String name();

    /** Whether it says nothing of a run whose end was not read. */
    default boolean needsTheEnd() {
        return false;
    }

    /** The workloads that give it something to look at: where one of them ran and nothing was compared, that is a violation. */
    default Set<String> workloads() {
        return Set.of();
    }

    /** What breaks the rule; empty where nothing does. At most {@link Findings#MAX} are told. */
    Findings check(History history);
}
