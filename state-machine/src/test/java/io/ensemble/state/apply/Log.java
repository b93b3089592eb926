package io.ensemble.state.apply;

import io.ensemble.state.State;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A log for tests that is applied as it is written: one member, its batches numbered. */
public final class Log {
    public static final int MEMBER = 1;
    public static final long TERM = 3;
    public static final byte[] PASSWORD = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    public static final Identities NOBODY = new Identities(List.of(new Id("ip", "127.0.0.1")), false);

    public State state = State.initial();
    public Applied last;
    public long index;
    public long number;
    public long wallTimeMs = 1_700_000_000_000L;
    public long logClockMs = 1_000;
    public Identities who = NOBODY;
    public Marks marks = Marks.NONE;
    public Set<ApplyGuard> guards = ApplyGuard.ALL;
    public Applier.Probe probe = Applier.Probe.NONE;
    public final List<RuntimeException> failures = new ArrayList<>();

    public Log() {
        entry(new Part.Hello(MEMBER, 77, 0));
    }

    public Applied entry(Part... parts) {
        last = Applier.apply(
                state,
                ++index,
                TERM,
                new Entry(TERM, wallTimeMs, logClockMs, List.of(parts)),
                marks,
                guards,
                failures::add,
                probe);
        state = last.after();
        return last;
    }

    public Part.Batch batch(Command... commands) {
        return new Part.Batch(MEMBER, state.incarnation(MEMBER), ++number, 1, null, List.of(who), List.of(commands));
    }

    public List<Outcome> run(Command... commands) {
        Applied applied = entry(batch(commands));
        return applied.parts().get(0).commands().stream()
                .map(Applied.CommandResult::outcome)
                .toList();
    }

    public long open() {
        return open(0);
    }

    public long open(int windowCount) {
        Outcome outcome =
                run(new Command.OpenSession(PASSWORD, 10_000, windowCount)).get(0);
        return ((Outcome.SessionOpened) outcome).sessionId();
    }

    public Outcome run(long sessionId, Op op) {
        return run(op(sessionId, op)).get(0);
    }

    public Command op(long sessionId, Op op) {
        return new Command.SessionOp(sessionId, state.session(sessionId).attachment(), 0, 0, 0, op);
    }

    public List<Change> changes() {
        return last.parts().stream()
                .flatMap(part -> part.commands().stream())
                .flatMap(command -> command.changes().stream())
                .toList();
    }

    public static Op.Create create(String path) {
        return create(path, CreateMode.PERSISTENT);
    }

    public static Op.Create create(String path, CreateMode mode) {
        return create(path, mode, AclList.OPEN.entries());
    }

    public static Op.Create create(String path, CreateMode mode, List<Acl> acl) {
        return new Op.Create(path, bytes("x"), acl, mode, mode.isTtl() ? 5_000 : -1);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
