package io.ensemble.server.consensus;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;

/**
 * The replicated log, as all that stands above it sees it: in production Apache Ratis, in the simulation a model of it.
 * An entry that reached the sink is on the disks of a quorum, and every member's sink sees the same entries in the same
 * order.
 */
public interface ReplicatedLog extends AutoCloseable {

    /**
     * Starts: restores the sink from the newest snapshot, then feeds it.
     *
     * @throws IOException where the storage cannot be used; the message says which file and what to do
     */
    void start(LogSink sink) throws IOException;

    /**
     * Appends an entry if this member leads in the term. Called by one thread only (the peer loop), so that the order of
     * calls is the order in the log. There is no answer but {@link LogSink#refused}: an entry that was not refused may
     * yet be lost with the term.
     */
    void propose(long term, byte[] entry);

    /** Who leads, as this member knows it. Any thread. */
    Leadership leadership();

    /**
     * The numbers of the members whose majority decides, as this member knows them: what is newest in its own log,
     * committed or not. Empty before the start, and at a member that has yet to be told. Any thread.
     */
    Set<Integer> voters();

    /**
     * Writes a snapshot on a thread of the log's own. It counts once this index is {@link #confirmed} too: the sink is told
     * when it is durable, and then the log before it may be purged, and others may be given it. One at a time: a further
     * call before that is refused with false, but lets one that has long waited for it be given up.
     */
    boolean snapshot(long index, long term, SnapshotWriter writer);

    /** A majority of the members has the state at this index that this member has. Returns at once. Any thread. */
    void confirmed(long index);

    /** Stops; the sink hears nothing after it returns. */
    @Override
    void close();

    /** Writes the state that a snapshot holds. */
    @FunctionalInterface
    interface SnapshotWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Who leads.
     *
     * @param term the newest term that this member knows
     * @param leader the leading member's number, or 0 where none is known
     * @param ready this member itself leads in the term and has applied the term's first entry, so that it may propose
     */
    record Leadership(long term, int leader, boolean ready) {
        public static final Leadership NONE = new Leadership(0, 0, false);
    }
}
