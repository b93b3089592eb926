package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.FileTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;

/**
 * Which entries the log's files hold, looked at before Ratis opens them. Used by the thread that starts the log.
 *
 * @param segments the log's files in the order of their entries
 */
record LogReach(List<Segment> segments) {

    private static final Pattern CLOSED = Pattern.compile("log_(\\d+)-(\\d+)");
    private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)");
    private static final SizeInBytes ENTRY_BYTES_MAX = SizeInBytes.valueOf(Integer.MAX_VALUE);

    /** A file of the log: from its first to its last entry, or to -1 where its name does not tell. */
    record Segment(Path path, long first, long last) {}

    static LogReach of(Path logDir) throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Path path : FileTasks.list(logDir)) {
            Matcher closed = CLOSED.matcher(path.getFileName().toString());
            Matcher open = OPEN.matcher(path.getFileName().toString());
            if (closed.matches()) {
                segments.add(new Segment(path, Long.parseLong(closed.group(1)), Long.parseLong(closed.group(2))));
            } else if (open.matches() && path.toFile().length() > 0) {
                segments.add(new Segment(path, Long.parseLong(open.group(1)), -1));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::first));
        return new LogReach(segments);
    }

    /** The first entry's index, or -1 where there is none. */
    long first() {
        return segments.isEmpty() ? -1 : segments.get(0).first;
    }

    /** Whether the state at an index can be brought on by this log, without a hole between. */
    boolean continues(long index) {
        return segments.isEmpty() || first() <= index + 1;
    }

    /** Whether the log leads from the state at one index to that at the other. */
    boolean leads(long from, long to) throws IOException {
        return !segments.isEmpty() && first() <= from + 1 && last() >= to;
    }

    private long last() throws IOException {
        Segment newest = segments.get(segments.size() - 1);
        return newest.last >= 0 ? newest.last : lastByContent(newest);
    }

    private static long lastByContent(Segment open) throws IOException {
        AtomicLong last = new AtomicLong(open.first - 1);
        LogSegment.readSegmentFile(
                open.path.toFile(),
                LogSegmentPath.matchLogSegment(open.path).getStartEnd(),
                ENTRY_BYTES_MAX,
                CorruptionPolicy.EXCEPTION,
                null,
                entry -> last.set(entry.getIndex()));
        return last.get();
    }
}
