package io.ensemble.server.replica;

import io.ensemble.server.proposer.LocalBatch;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One applied entry in the chain that the lanes follow, or a snapshot that was installed. The chain has one writer, the
 * apply thread; whoever holds a link finds all later ones, and links that nobody holds are garbage.
 */
public final class Link {
    private final long index;
    private final int epoch;
    private final State after;
    private final @Nullable Applied applied;
    private final List<@Nullable LocalBatch> locals;
    private final long appliedNanos;
    private volatile @Nullable Link next;

    /**
     * @param epoch how many snapshots were installed while this member served
     * @param applied null for an installed snapshot, and for the chain's first link
     * @param locals for each part of the entry the batch of this member that it is, or null
     * @param appliedNanos when, by the member's monotonic clock
     */
    Link(
            long index,
            int epoch,
            State after,
            @Nullable Applied applied,
            List<@Nullable LocalBatch> locals,
            long appliedNanos) {
        this.index = index;
        this.epoch = epoch;
        this.after = after;
        this.applied = applied;
        this.locals = locals;
        this.appliedNanos = appliedNanos;
    }

    public long index() {
        return index;
    }

    public int epoch() {
        return epoch;
    }

    /** The state that this link led to. */
    public State after() {
        return after;
    }

    /** What was applied, or null where a snapshot was installed. */
    public @Nullable Applied applied() {
        return applied;
    }

    /** The batch of this member that the part is, with its submissions; null for all others. */
    public @Nullable LocalBatch local(int part) {
        return locals.isEmpty() ? null : locals.get(part);
    }

    /** When it was applied, by the member's monotonic clock. */
    public long appliedNanos() {
        return appliedNanos;
    }

    public @Nullable Link next() {
        return next;
    }

    void next(Link link) {
        next = link;
    }
}
