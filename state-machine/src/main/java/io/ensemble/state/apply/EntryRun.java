package io.ensemble.state.apply;

import io.ensemble.state.State;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.Applied.PartResult;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import io.ensemble.state.session.Origins.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One entry, applied part by part. Used once. */
final class EntryRun {
    private final State before;
    private final long term;
    private final Entry entry;
    private final Marks marks;
    private final Set<ApplyGuard> guards;
    private final Draft draft;
    private final CommandRun commands;
    private final @Nullable Consumer<RuntimeException> failures;

    /** @param failures told of commands that throw, which then count as failed; null to let them throw */
    EntryRun(
            State before,
            long term,
            Entry entry,
            Marks marks,
            Set<ApplyGuard> guards,
            Applier.Probe probe,
            @Nullable Consumer<RuntimeException> failures) {
        this.before = before;
        this.term = term;
        this.entry = entry;
        this.marks = marks;
        this.guards = guards;
        this.failures = failures;
        this.draft = new Draft(before);
        this.commands = new CommandRun(draft, entry.wallTimeMs(), guards, probe);
    }

    Applied run(long index) {
        boolean forward = guards.contains(ApplyGuard.LOG_CLOCK_FORWARD);
        draft.logClockMs = forward ? Math.max(draft.logClockMs, entry.logClockMs()) : entry.logClockMs();
        List<PartResult> results = new ArrayList<>(entry.parts().size());
        for (Part part : entry.parts()) {
            results.add(apply(part));
        }
        draft.ring =
                draft.ring.trim(draft.owner, draft.limits.ringBytesMax(), draft.logClockMs - draft.limits.ringMsMax());
        InvariantViolation.check(draft.zxid >= before.zxid(), "the zxid went back at index " + index);
        return new Applied(index, term, before, draft.freeze(), List.copyOf(results));
    }

    private PartResult apply(Part part) {
        if (part instanceof Part.Hello hello) {
            return new PartResult(part, hello(hello), List.of());
        }
        if (part instanceof Part.Batch batch) {
            return batch(batch);
        }
        if (part instanceof Part.LeaderCommand command) {
            return leaderCommand(command);
        }
        throw new IllegalArgumentException("no such part");
    }

    private Status hello(Part.Hello hello) {
        Origin origin = draft.origins.get(hello.member());
        long present = origin == null ? 0 : origin.incarnation();
        if (hello.nonce() == 0) {
            return Status.WRONG_INCARNATION;
        }
        if (origin != null && origin.nonce() == hello.nonce() && present == hello.seenIncarnation() + 1) {
            return Status.APPLIED;
        }
        if (guards.contains(ApplyGuard.HELLO_IS_COMPARE_AND_SET) && hello.seenIncarnation() != present) {
            return Status.WRONG_INCARNATION;
        }
        Origin granted = new Origin(hello.member(), hello.seenIncarnation() + 1, hello.nonce(), 0);
        draft.origins = draft.origins.put(draft.owner, granted);
        return Status.APPLIED;
    }

    private PartResult batch(Part.Batch batch) {
        Origin origin = draft.origins.get(batch.member());
        Status status = judge(batch, origin);
        if (status != Status.APPLIED || origin == null) {
            return new PartResult(batch, status, List.of());
        }
        long last = Math.max(origin.lastBatch(), batch.number());
        draft.origins = draft.origins.put(draft.owner, origin.applied(last));
        List<CommandResult> results = new ArrayList<>(batch.commands().size());
        for (int i = 0; i < batch.commands().size(); i++) {
            State frozen = marks.freezeBefore(batch, i) ? draft.freeze() : null;
            Command command = batch.commands().get(i);
            Outcome outcome = failures == null
                    ? commands.run(batch, command)
                    : carefully(failures, () -> commands.run(batch, command), () -> commands.failed(command));
            results.add(new CommandResult(outcome, draft.zxid, commands.takeChanges(), frozen));
        }
        return new PartResult(batch, Status.APPLIED, List.copyOf(results));
    }

    private Status judge(Part.Batch batch, @Nullable Origin origin) {
        if (origin == null
                || (guards.contains(ApplyGuard.INCARNATION) && batch.incarnation() != origin.incarnation())) {
            return Status.WRONG_INCARNATION;
        }
        if (guards.contains(ApplyGuard.DUPLICATE_BATCH) && batch.number() <= origin.lastBatch()) {
            return Status.DUPLICATE;
        }
        if (guards.contains(ApplyGuard.GAP_IN_BATCHES) && batch.number() > origin.lastBatch() + 1) {
            return Status.GAP;
        }
        return Status.APPLIED;
    }

    private PartResult leaderCommand(Part.LeaderCommand command) {
        if (guards.contains(ApplyGuard.TERM_OF_LEADER_COMMAND) && entry.term() != term) {
            return new PartResult(command, Status.REFUSED, List.of());
        }
        Outcome outcome = failures == null
                ? commands.run(command)
                : carefully(failures, () -> commands.run(command), () -> commands.failed(command));
        List<Change> changes = commands.takeChanges();
        return outcome instanceof Outcome.Refused
                ? new PartResult(command, Status.REFUSED, List.of())
                : new PartResult(
                        command, Status.APPLIED, List.of(new CommandResult(outcome, draft.zxid, changes, null)));
    }

    private Outcome carefully(Consumer<RuntimeException> told, Supplier<Outcome> command, Supplier<Outcome> failed) {
        State saved = draft.freeze();
        try {
            return command.get();
        } catch (RuntimeException e) {
            told.accept(e);
            draft.reset(saved);
            return failed.get();
        }
    }
}
