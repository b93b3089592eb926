package io.ensemble.chaos.sim.check;

import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.Applied.PartResult;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.ApplyGuard;
import io.ensemble.state.apply.Change;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import io.ensemble.state.session.Session;
import io.ensemble.state.tree.Znode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A replica that applies each committed entry once, before any member does, and keeps every version: what members answer
 * is held against it. Also checks what the log must hold by itself. Single-threaded.
 */
public final class Reference {
    private static final int RECOMPUTE_EVERY = 64;
    private static final int MEMBERS_MAX = 9;

    private final SimScheduler scheduler;
    private final EntryCodec codec;
    private final Set<ApplyGuard> guards;
    private final Sessions sessions;
    private final Numbered numbered;
    private final BiConsumer<String, Integer> rare;
    private final Map<Long, State> versions = new HashMap<>();
    private final Map<Long, Long> digests = new HashMap<>();
    private final Map<String, Integer> batchBytes = new HashMap<>();
    private final Map<Integer, long[]> origins = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Integer> changesBehind = new ArrayList<>(List.of(0));
    private final Set<String> appended = new HashSet<>();
    private final Map<Integer, Integer> forgotten = new HashMap<>();
    private @Nullable SimHost presentLeader;
    private State state = State.initial();
    private long index;

    /** Told of each command that asks for a session, with the batch that it came in. */
    @FunctionalInterface
    public interface Numbered {
        void asked(int member, long batch, int timeoutMs);
    }

    /** @param guards of apply, as the members have them */
    public Reference(
            SimScheduler scheduler,
            EntryCodec codec,
            Set<ApplyGuard> guards,
            Sessions sessions,
            Numbered numbered,
            BiConsumer<String, Integer> rare) {
        this.scheduler = scheduler;
        this.codec = codec;
        this.guards = guards;
        this.sessions = sessions;
        this.numbered = numbered;
        this.rare = rare;
        versions.put(0L, state);
        digests.put(0L, state.digest());
    }

    /** The newest version that any member may have. */
    public State state() {
        return state;
    }

    /** The newest committed index. */
    public long index() {
        return index;
    }

    /** The version that a zxid led to, or null where no command ended with it. */
    public @Nullable State version(long zxid) {
        return versions.get(zxid);
    }

    /** Changes of the transactions behind the first zxid up to the second one, in order. */
    public List<Change> changes(long afterZxid, long upToZxid) {
        return changes.subList(position(afterZxid), position(upToZxid));
    }

    private int position(long zxid) {
        Violation.unless(zxid < changesBehind.size(), () -> "no member can have zxid " + zxid + ": the log has not");
        return changesBehind.get((int) zxid);
    }

    /** A leader appends an entry: within its term it appends no batch twice, unless it had to forget what it did. */
    public void proposed(int leader, long term, byte[] data) {
        Entry entry = codec.decode(ByteBuffer.wrap(data));
        String when = "/" + leader + "/" + term + "/" + forgotten.getOrDefault(leader, 0);
        for (Part part : entry.parts()) {
            if (part instanceof Part.Batch batch) {
                String key = batch.member() + "/" + batch.incarnation() + "/" + batch.number();
                Violation.unless(
                        appended.add(key + when),
                        () -> "member " + leader + " appended batch " + key + " twice in term " + term);
            }
        }
    }

    /** A leader forgot what it appended. */
    public void forgot(int leader) {
        forgotten.merge(leader, 1, Integer::sum);
    }

    /** An entry is committed. */
    public void committed(long at, long term, byte @Nullable [] data, @Nullable SimHost leader) {
        index = at;
        presentLeader = leader;
        if (data != null) {
            Entry entry = codec.decode(ByteBuffer.wrap(data));
            Applied applied = Applier.apply(state, at, term, entry, (batch, position) -> true, guards);
            scheduler.trace(() ->
                    "log " + at + " term " + term + " zxid " + applied.after().zxid() + " "
                            + applied.parts().stream().map(Reference::show).toList());
            check(applied, entry.term() == term);
            state = applied.after();
            versions.put(state.zxid(), state);
            scheduler.note(state.digest());
        }
        digests.put(at, state.digest());
    }

    /** A member applied an entry: it must have come to the same. */
    public void applied(int member, Applied applied) {
        Long expected = digests.get(applied.index());
        Violation.unless(
                expected != null && expected == applied.after().digest(),
                () -> "member " + member + " has another digest at index " + applied.index());
    }

    /** The digest at an index, of the log's own entries too. */
    public long digest(long at) {
        Long digest = digests.get(at);
        if (digest == null) {
            throw new Violation("a member has index " + at + ", which is not committed");
        }
        return digest;
    }

    private void check(Applied applied, boolean termHolds) {
        State before = applied.before();
        // Leaders let the log clock go on by their own elapsed time, so that it cannot be ahead of all time.
        Violation.unless(
                applied.after().logClockMs() <= scheduler.now() / SimScheduler.MILLIS + 1,
                () -> "the log clock is ahead of time: " + applied.after().logClockMs());
        Violation.unless(
                applied.after().logClockMs() >= before.logClockMs(),
                () -> "the log clock went back from " + before.logClockMs() + " to "
                        + applied.after().logClockMs());
        State[] present = {before};
        for (PartResult part : applied.parts()) {
            check(part, present, applied, termHolds);
        }
        if (applied.after().zxid() != before.zxid()) {
            checkEphemerals(applied.after());
        }
        if (index % RECOMPUTE_EVERY == 0) {
            Violation.unless(
                    applied.after().digest() == applied.after().recomputeDigest(),
                    () -> "the incremental digest is wrong at index " + index);
        }
    }

    private void check(PartResult part, State[] present, Applied applied, boolean termHolds) {
        if (part.part() instanceof Part.Hello hello) {
            checkHello(hello, part.status(), applied);
        } else if (part.part() instanceof Part.Batch batch) {
            checkBatch(batch, part, present);
        } else {
            checkLeaderCommand(part, applied, termHolds);
        }
    }

    private void checkHello(Part.Hello hello, Status status, Applied applied) {
        if (status != Status.APPLIED) {
            rare.accept("hello refused", 1);
            return;
        }
        long[] origin = origins.computeIfAbsent(hello.member(), m -> new long[3]);
        if (origin[2] == hello.nonce()) {
            rare.accept("hello repeated", 1);
            return;
        }
        Violation.unless(
                hello.seenIncarnation() == origin[0],
                () -> "member " + hello.member() + " was granted an incarnation behind " + hello.seenIncarnation()
                        + " though it had " + origin[0] + " at index " + applied.index());
        origin[0]++;
        origin[1] = 0;
        origin[2] = hello.nonce();
    }

    private void checkBatch(Part.Batch batch, PartResult part, State[] present) {
        String key = batch.member() + "/" + batch.incarnation() + "/" + batch.number();
        int content = contentHash(batch);
        Integer earlier = batchBytes.putIfAbsent(key, content);
        Violation.unless(
                earlier == null || earlier == content, () -> "batch " + key + " came with two different contents");
        if (part.status() != Status.APPLIED) {
            rare.accept("log: batch " + part.status(), 1);
            if (part.status() == Status.GAP) {
                // The leader learns of it, and takes the batches behind the gap again.
                for (int leader = 1; leader <= MEMBERS_MAX; leader++) {
                    forgot(leader);
                }
            }
            return;
        }
        long[] origin = origins.computeIfAbsent(batch.member(), m -> new long[3]);
        Violation.unless(
                origin[0] == batch.incarnation(),
                () -> "batch " + key + " was applied though the incarnation is " + origin[0]);
        Violation.unless(
                origin[1] + 1 == batch.number(), () -> "batch " + key + " was applied behind number " + origin[1]);
        origin[1] = batch.number();
        for (int i = 0; i < batch.commands().size(); i++) {
            CommandResult result = part.commands().get(i);
            State before = result.frozenBefore();
            if (before == null) {
                throw new Violation("a mark was not obeyed");
            }
            versions.put(before.zxid(), before);
            present[0] = before;
            keep(result);
            if (batch.commands().get(i) instanceof Command.OpenSession open) {
                numbered.asked(batch.member(), batch.number(), open.timeoutMs());
            } else if (batch.commands().get(i) instanceof Command.AttachSession attach) {
                numbered.asked(batch.member(), batch.number(), attach.timeoutMs());
            }
            sessions.command(batch.member(), batch.commands().get(i), before, result);
        }
    }

    private static int contentHash(Part.Batch batch) {
        StringBuilder text = new StringBuilder();
        for (Command command : batch.commands()) {
            if (command instanceof Command.SessionOp op) {
                text.append(op.sessionId()).append('/').append(op.attachment()).append(Show.op(op.op()));
            } else if (command instanceof Command.OpenSession open) {
                text.append("open").append(Arrays.hashCode(open.password()));
            } else if (command instanceof Command.AttachSession attach) {
                text.append("attach").append(attach.sessionId()).append('/').append(attach.expectedAttachment());
            }
        }
        return text.toString().hashCode();
    }

    private void checkLeaderCommand(PartResult part, Applied applied, boolean termHolds) {
        if (part.status() != Status.APPLIED) {
            rare.accept(
                    part.part() instanceof Part.ExpireSession ? "expiry refused in apply" : "delete due refused", 1);
            return;
        }
        Violation.unless(termHolds, () -> part.part() + " counted in a term that it was not made in");
        part.commands().forEach(this::keep);
        if (part.part() instanceof Part.ExpireSession expire) {
            rare.accept("session expired", 1);
            sessions.expired(expire, presentLeader);
        } else if (part.part() instanceof Part.DeleteDue due) {
            rare.accept("due znode deleted", 1);
            long clock = applied.after().logClockMs();
            Violation.unless(
                    applied.before().due(clock, Integer.MAX_VALUE).contains(due.path()),
                    () -> due.path() + " was deleted as due, and is not");
        }
    }

    private void keep(CommandResult result) {
        changes.addAll(result.changes());
        long zxid = result.zxid();
        for (Change change : result.changes()) {
            Violation.unless(change.zxid() == zxid, () -> "a change has another zxid than its command");
        }
        Violation.unless(
                zxid == changesBehind.size() - 1 || zxid == changesBehind.size(),
                () -> "the zxid rose to " + zxid + " from " + (changesBehind.size() - 1));
        if (zxid == changesBehind.size()) {
            changesBehind.add(changes.size());
        } else {
            Violation.unless(result.changes().isEmpty(), () -> "changes without a zxid of their own at " + zxid);
        }
    }

    private void checkEphemerals(State after) {
        Znode root = after.find("/");
        if (root != null) {
            checkEphemerals(after, "", root);
        }
    }

    private void checkEphemerals(State after, String path, Znode znode) {
        long owner = znode.stat().ephemeralOwner();
        if (owner != 0) {
            Session session = after.session(owner);
            Violation.unless(session != null, () -> path + " is ephemeral and its owner " + owner + " is no session");
            Violation.unless(znode.childCount() == 0, () -> path + " is ephemeral and has children");
        }
        znode.forEachChild((name, child) -> checkEphemerals(after, path + "/" + name, child));
    }

    private static String show(PartResult result) {
        if (result.part() instanceof Part.Batch batch) {
            StringBuilder text = new StringBuilder("m" + batch.member() + "." + batch.incarnation() + " batch "
                    + batch.number() + " attempt " + batch.attempt() + " " + result.status());
            for (int i = 0; i < result.commands().size(); i++) {
                text.append("; ")
                        .append(show(batch.commands().get(i)))
                        .append(" -> ")
                        .append(Show.outcome(result.commands().get(i).outcome()))
                        .append(" zxid ")
                        .append(result.commands().get(i).zxid());
            }
            return text.toString();
        }
        return result.part() + " " + result.status();
    }

    private static String show(Command command) {
        if (command instanceof Command.SessionOp op) {
            return Show.session(op.sessionId()) + "#" + op.attachment() + " " + Show.op(op.op());
        } else if (command instanceof Command.AttachSession attach) {
            return "attach " + Show.session(attach.sessionId()) + " expecting #" + attach.expectedAttachment();
        }
        return command.getClass().getSimpleName();
    }
}
