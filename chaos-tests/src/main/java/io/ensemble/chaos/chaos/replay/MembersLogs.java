package io.ensemble.chaos.chaos.replay;

import io.ensemble.chaos.chaos.check.Findings;
import io.ensemble.server.consensus.offline.LogFiles;
import io.ensemble.server.consensus.offline.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all members together have of the committed log. Confined to its checker. */
final class MembersLogs {
    /** A record; data is null for one of the log's own. */
    record Logged(long term, @Nullable ByteBuffer data, int member) {}

    private final NavigableMap<Long, Logged> records = new TreeMap<>();
    private final long until;
    private final Findings findings;

    /** @param until index up to which the log is committed for sure */
    MembersLogs(long until, Findings findings) {
        this.until = until;
        this.findings = findings;
    }

    /** Reads a member's log; what another one has at the same index must be the same. */
    void read(int member, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (Path segment : LogFiles.segments(folder)) {
            LogFiles.read(segment, record -> add(member, record));
        }
    }

    private void add(int member, LogRecord record) {
        if (record.index() > until) {
            return;
        }
        ByteBuffer data = record.data();
        Logged mine = new Logged(record.term(), data, member);
        Logged other = records.putIfAbsent(record.index(), mine);
        boolean same = other == null
                || (other.term() == mine.term() && (data == null ? other.data() == null : data.equals(other.data())));
        findings.require(
                same,
                "the committed entry {} is not the same at member {} and at member {}",
                record.index(),
                other == null ? "" : other.member(),
                member);
    }

    /** Records by index. */
    NavigableMap<Long, Logged> records() {
        return records;
    }

    /** The first index that there is of all members. */
    long first() {
        return records.isEmpty() ? -1 : records.firstKey();
    }

    /** Whether none is missing from the first one on. */
    boolean isWhole() {
        return !records.isEmpty()
                && records.lastKey() - records.firstKey() == records.size() - 1
                && records.firstKey() <= 1
                && records.lastKey() == until;
    }
}
