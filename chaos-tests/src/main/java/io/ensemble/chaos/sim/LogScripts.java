package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.check.ConnectionCheck;
import io.ensemble.chaos.sim.check.Reference;
import io.ensemble.chaos.sim.check.Sessions;
import io.ensemble.chaos.sim.check.Show;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.chaos.sim.time.Trace;
import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.ApplyGuard;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Interleavings that whole members cannot come to yet: written down as the log that they would leave, and held against the
 * same checks. Numbered requests are in the log's format and in apply from its first version, but only native clients will
 * send them; ZooKeeper's protocol has none, so that no member of today puts one into a batch. Single-threaded.
 */
public final class LogScripts {
    private static final long WALL_MS = 1_600_000_000_000L;
    private static final List<Identities> NOBODY = List.of(new Identities(List.of(), false));

    private final EntryCodec codec = SimMember.entryCodec();
    private final SimScheduler scheduler = new SimScheduler(new SimRandom(1), Trace.OFF);
    private final Sessions sessions = new Sessions(scheduler, false, (what, times) -> {});
    private final Reference reference;
    private long index;

    private LogScripts(Set<ApplyGuard> guards) {
        this.reference =
                new Reference(scheduler, codec, guards, sessions, (member, batch, timeout) -> {}, (what, times) -> {});
        scheduler.after(60_000 * SimScheduler.MILLIS, () -> {});
        scheduler.step();
    }

    /**
     * Runs the log in which this guard counts; throws what is found wrong.
     *
     * @return false where there is none: the guard is seen in whole ensembles
     */
    public static boolean run(ApplyGuard guard, Set<ApplyGuard> guards) {
        if (guard != ApplyGuard.NUMBERED_REQUEST_ONCE) {
            return false;
        }
        new LogScripts(guards).numberedRequestSentAgain();
        return true;
    }

    /** A client that did not hear the answer sends its numbered request again, in a batch of its own. */
    private void numberedRequestSentAgain() {
        entry(0, new EncodedPart.Hello(new Part.Hello(1, 11, 0)));
        entry(0, batch(1, 1, new Command.OpenSession(new byte[16], 4_000, 8)));
        long[] id = new long[1];
        reference.state().forEachSession(session -> id[0] = session.id());
        Op op = new Op.Create(
                "/s",
                "x".getBytes(StandardCharsets.UTF_8),
                AclList.OPEN.entries(),
                CreateMode.PERSISTENT_SEQUENTIAL,
                0);
        new ConnectionCheck(reference, sessions, id[0], Command.FIRST_ATTACHMENT, 0, () -> true)
                .submittedWrite(Show.op(op));
        Command request = new Command.SessionOp(id[0], Command.FIRST_ATTACHMENT, 0, 1, 1, op);
        entry(0, batch(1, 2, request));
        entry(0, batch(1, 3, request));
    }

    private EncodedPart batch(long incarnation, long number, Command command) {
        return codec.encode(new Part.Batch(1, incarnation, number, 1, null, NOBODY, List.of(command)));
    }

    private void entry(long logClockMs, EncodedPart part) {
        byte[] data = codec.encode(1, WALL_MS, logClockMs, List.of(part));
        reference.committed(++index, 1, data, null);
    }
}
