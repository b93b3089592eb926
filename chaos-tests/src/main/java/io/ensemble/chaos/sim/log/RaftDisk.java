package io.ensemble.chaos.sim.log;

import io.ensemble.chaos.sim.time.SimRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member has on its disk: term and vote, always flushed; entries, of which the last may not be flushed yet; the
 * newest snapshot. Survives the process but for a tail that was not flushed. Single-threaded.
 */
final class RaftDisk {
    /** An entry; {@code data} is null for one of the log's own. */
    record LogEntry(long term, byte @Nullable [] data) {}

    /** A durable snapshot. */
    record Snapshot(long index, long term, byte[] bytes) {}

    private final List<LogEntry> entries = new ArrayList<>();
    private long base;
    private long baseTerm;
    private long flushed;
    private @Nullable Snapshot snapshot;
    long term;
    int vote;

    long lastIndex() {
        return base + entries.size();
    }

    /** Entries up to this one are purged. */
    long base() {
        return base;
    }

    long flushed() {
        return flushed;
    }

    @Nullable
    Snapshot snapshot() {
        return snapshot;
    }

    long lastTerm() {
        return termAt(lastIndex());
    }

    /** The term of an entry that is not purged, or of the last purged one. */
    long termAt(long index) {
        return index == base ? baseTerm : entry(index).term;
    }

    LogEntry entry(long index) {
        return entries.get((int) (index - base - 1));
    }

    List<LogEntry> entriesFrom(long index, int countMax) {
        int start = (int) (index - base - 1);
        return List.copyOf(entries.subList(start, Math.min(entries.size(), start + countMax)));
    }

    void append(LogEntry entry) {
        entries.add(entry);
    }

    /** Drops all entries behind this one. */
    void truncate(long last) {
        entries.subList((int) (last - base), entries.size()).clear();
        flushed = Math.min(flushed, last);
    }

    /** An fsync that began when this was the last entry is through; void where the entry was truncated meanwhile. */
    void flushedUpTo(long index, long termThen) {
        if (index > flushed && index <= lastIndex() && termAt(index) == termThen) {
            flushed = index;
        }
    }

    /** Keeps a snapshot of this member's own and purges the log before it. */
    void keep(Snapshot taken, int keptEntries) {
        if (snapshot == null || taken.index > snapshot.index) {
            snapshot = taken;
            purge(Math.min(taken.index - keptEntries, flushed));
        }
    }

    /** Takes over a leader's snapshot. */
    void install(Snapshot taken) {
        snapshot = taken;
        if (taken.index <= lastIndex() && taken.index >= base && termAt(taken.index) == taken.term) {
            purge(taken.index);
        } else {
            entries.clear();
            base = taken.index;
            baseTerm = taken.term;
        }
        flushed = Math.max(flushed, taken.index);
        flushed = Math.min(flushed, lastIndex());
    }

    private void purge(long upTo) {
        if (upTo > base) {
            baseTerm = termAt(upTo);
            entries.subList(0, (int) (upTo - base)).clear();
            base = upTo;
        }
    }

    /** The process died: of what was not flushed, the disk has a part. Returns how many entries are lost. */
    long crash(SimRandom random) {
        long survivors = flushed + random.below((int) (lastIndex() - flushed) + 1);
        long lost = lastIndex() - survivors;
        truncate(survivors);
        flushed = survivors;
        return lost;
    }
}
