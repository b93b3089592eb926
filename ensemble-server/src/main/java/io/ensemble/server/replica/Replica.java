package io.ensemble.server.replica;

import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.proposer.LocalBatch;
import io.ensemble.server.proposer.LocalBatches;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.ApplyGuard;
import io.ensemble.state.apply.InvariantViolation;
import io.ensemble.state.command.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of this member's state: applies each committed entry and publishes it, complete, to the chain.
 * {@link #restore}, {@link #apply} and {@link #skip} are called on the apply thread alone; what is published is read by
 * any thread.
 */
public final class Replica {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private final int self;
    private final EntryCodec entries;
    private final SnapshotCodec snapshots;
    private final LocalBatches localBatches;
    private final Set<ApplyGuard> guards;
    private final Clock clock;
    private final MemberProbe probe;
    private volatile Link last = new Link(0, 0, State.initial(), null, List.of(), 0);
    private volatile long appliedIndex = -1;
    private volatile long appliedTerm;

    public Replica(
            int self,
            EntryCodec entries,
            SnapshotCodec snapshots,
            LocalBatches localBatches,
            Set<ApplyGuard> guards,
            Clock clock,
            MemberProbe probe) {
        this.self = self;
        this.entries = entries;
        this.snapshots = snapshots;
        this.localBatches = localBatches;
        this.guards = guards;
        this.clock = clock;
        this.probe = probe;
    }

    /** The newest link: what a lane starts from. Any thread. */
    public Link last() {
        return last;
    }

    /** The newest applied version. Any thread. */
    public State state() {
        return last.after();
    }

    /** Index of the newest applied entry, of the log's own ones too. Any thread. */
    public long appliedIndex() {
        return appliedIndex;
    }

    /** Term of the newest applied entry. Any thread. */
    public long appliedTerm() {
        return appliedTerm;
    }

    /** The state is what this snapshot holds; while serving, what this member waited for will never be answered. */
    public void restore(long index, long term, InputStream in, boolean serving) throws IOException {
        SnapshotCodec.Snapshot snapshot = snapshots.read(in);
        if (snapshot.index() != index) {
            throw new IOException("the snapshot of index " + index + " says that it is of index " + snapshot.index());
        }
        if (serving) {
            localBatches.clear();
            probe.rare("snapshot installed while serving");
        }
        int epoch = serving ? last.epoch() + 1 : last.epoch();
        advance(index, term);
        LOG.info(
                "snapshot restored: index={} zxid={} znodes={} serving={}",
                index,
                snapshot.state().zxid(),
                snapshot.state().znodeCount(),
                serving);
        publish(new Link(index, epoch, snapshot.state(), null, List.of(), clock.nanoTime()));
    }

    /** Applies a committed entry. */
    public Applied apply(long index, long term, ByteBuffer data) {
        int bytes = data.remaining();
        State before = last.after();
        Applied applied = Applier.apply(
                before, index, term, entries.decode(data), this::freezeBefore, guards, e -> threw(index, e));
        InvariantViolation.check(applied.after().zxid() >= before.zxid(), "the zxid fell at index " + index);
        List<@Nullable LocalBatch> locals = locals(applied);
        advance(index, term);
        probe.applied(applied, bytes);
        publish(new Link(index, last.epoch(), applied.after(), applied, locals, clock.nanoTime()));
        return applied;
    }

    /** A committed entry of the log's own. */
    public void skip(long index, long term) {
        advance(index, term);
    }

    /** A command that cannot be applied is answered so at every member; somebody should look at why. */
    private void threw(long index, RuntimeException e) {
        LOG.error("a command threw and was answered with a system error: index={}", index, e);
        probe.rare("command threw");
    }

    private void advance(long index, long term) {
        InvariantViolation.check(index > appliedIndex, "the log gave index " + index + " after index " + appliedIndex);
        appliedIndex = index;
        appliedTerm = term;
    }

    private void publish(Link link) {
        last.next(link);
        last = link;
    }

    private boolean freezeBefore(Part.Batch batch, int position) {
        LocalBatch local = batch.member() == self ? localBatches.find(batch.incarnation(), batch.number()) : null;
        return local != null && local.freezeBefore(position);
    }

    private List<@Nullable LocalBatch> locals(Applied applied) {
        List<@Nullable LocalBatch> locals = List.of();
        for (int i = 0; i < applied.parts().size(); i++) {
            LocalBatch local = localOf(applied.parts().get(i));
            if (local != null) {
                if (locals.isEmpty()) {
                    locals = new ArrayList<>(Collections.nCopies(applied.parts().size(), null));
                }
                locals.set(i, local);
                localBatches.remove(local);
            }
        }
        return locals;
    }

    private @Nullable LocalBatch localOf(Applied.PartResult result) {
        return result.status() == Status.APPLIED && result.part() instanceof Part.Batch batch && batch.member() == self
                ? localBatches.find(batch.incarnation(), batch.number())
                : null;
    }
}
