package io.ensemble.server.consensus.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.util.TimeDuration;

/** Entries for one request: as many as follow each other in the log, within a bound of number and bytes. Stateless. */
final class EntryBatch {
    /** The follower's log takes each entry as a task of its own, of which it queues a few thousand. */
    static final int ENTRIES_MAX = 512;

    private EntryBatch() {}

    /**
     * Reads from an index on; at least one entry where there is one, of any size.
     *
     * @throws IOException where an entry is gone: it was purged meanwhile
     */
    static List<LogEntryProto> read(RaftLog log, long from, long bytesMax) throws IOException {
        List<LogEntryProto> entries = new ArrayList<>();
        long end = Math.min(log.getNextIndex(), from + ENTRIES_MAX);
        long bytes = 0;
        for (long index = from; index < end; index++) {
            RaftLog.EntryWithData entry = log.getEntryWithData(index);
            bytes += entry.getSerializedSize();
            if (bytes > bytesMax && !entries.isEmpty()) {
                break;
            }
            entries.add(entry(entry));
        }
        return entries;
    }

    private static LogEntryProto entry(RaftLog.EntryWithData entry) throws IOException {
        try {
            return entry.getEntry(TimeDuration.ONE_SECOND);
        } catch (TimeoutException e) {
            throw new IOException("an entry's data is late", e);
        }
    }
}
