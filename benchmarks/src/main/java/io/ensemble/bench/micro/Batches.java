package io.ensemble.bench.micro;

import io.ensemble.state.State;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.Marks;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A member's batches, one an entry, applied one after the other to a state of its own. Confined to one thread. */
final class Batches {
    private static final int MEMBER = 1;
    private static final int SESSION_TIMEOUT_MS = 30_000;
    private static final int CREATES_A_BATCH = 256;
    private static final List<Identities> WHO = List.of(new Identities(List.of(new Id("ip", "127.0.0.1")), false));

    private State state = State.initial();
    private long index;
    private long number;
    private long sessionId;

    /** Opens a session under an incarnation of its own. */
    Batches() {
        apply(List.of(new Part.Hello(MEMBER, 42, 0)));
        Applied opened = apply(List.of(batch(List.of(new Command.OpenSession(new byte[16], SESSION_TIMEOUT_MS, 0)))));
        sessionId = ((Outcome.SessionOpened) outcome(opened)).sessionId();
    }

    /** Makes {@code /0} to {@code /(count - 1)}, with data of this size. */
    void createZnodes(int count, int dataBytes) {
        for (int from = 0; from < count; from += CREATES_A_BATCH) {
            List<Command> creates = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + CREATES_A_BATCH); i++) {
                creates.add(command(create("/" + i, dataBytes)));
            }
            apply(List.of(batch(creates)));
        }
    }

    static Op create(String path, int dataBytes) {
        return new Op.Create(path, new byte[dataBytes], AclList.OPEN.entries(), CreateMode.PERSISTENT, 0);
    }

    /** The next batch, of as many operations. */
    Part.Batch batch(int size, IntFunction<Op> op) {
        List<Command> commands = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            commands.add(command(op.apply(i)));
        }
        return batch(commands);
    }

    /** Applies the next entry and goes on from there. */
    Applied apply(List<Part> parts) {
        index++;
        Applied applied = Applier.apply(state, index, 1, entry(parts), Marks.NONE);
        state = applied.after();
        return applied;
    }

    /** An entry as the leader of term 1 stamps it. */
    Entry entry(List<Part> parts) {
        return new Entry(1, index, index, parts);
    }

    /** The outcome of an entry's first command; that it failed must not go unnoticed. */
    static Outcome outcome(Applied applied) {
        Outcome outcome = applied.parts().get(0).commands().get(0).outcome();
        if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Refused) {
            throw new IllegalStateException("a command failed: " + outcome);
        }
        return outcome;
    }

    private Command command(Op op) {
        return new Command.SessionOp(sessionId, Command.FIRST_ATTACHMENT, 0, 0, 0, op);
    }

    private Part.Batch batch(List<Command> commands) {
        return new Part.Batch(MEMBER, 1, ++number, 1, null, WHO, commands);
    }
}
