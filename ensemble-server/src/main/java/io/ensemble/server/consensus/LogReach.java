package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.FileTasks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which entries the log's files hold, by their content, read before Ratis opens them. Immutable.
 *
 * @param run the files that hold the newest entries without a hole, in order
 * @param stale older files before a hole: a purge that was interrupted leaves some, since it may delete the newest first
 */
record LogReach(List<Segment> run, List<Segment> stale) {

    private static final Pattern NAME = Pattern.compile("log_(?:inprogress_(\\d+)|(\\d+)-\\d+)");

    private static final LogFile.Visitor NOBODY = new LogFile.Visitor() {
        @Override
        public void entry(long index, long term, ByteBuffer data) {}

        @Override
        public void other(long index, long term, String kind) {}
    };

    /** A file of the log, whose first entry its name tells; it is open where Ratis goes on writing to it. */
    record Segment(Path path, long first, boolean open, LogFile.Extent extent) {
        /** The last whole entry's index, one less than first where there is none. */
        long last() {
            return Math.max(first - 1, extent.lastIndex());
        }
    }

    LogReach {
        run = List.copyOf(run);
        stale = List.copyOf(stale);
    }

    static LogReach of(Path logDir) throws IOException {
        List<Segment> run = new ArrayList<>();
        List<Segment> stale = new ArrayList<>();
        for (Segment segment : segments(logDir)) {
            Segment before = run.isEmpty() ? null : run.get(run.size() - 1);
            // What follows a damaged file follows no hole: the damage itself is what has to be said.
            if (before != null && before.extent.damage() == null && segment.first != before.last() + 1) {
                stale.addAll(run);
                run.clear();
            }
            run.add(segment);
        }
        return new LogReach(run, stale);
    }

    private static List<Segment> segments(Path logDir) throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Path path : FileTasks.list(logDir)) {
            Matcher name = NAME.matcher(path.getFileName().toString());
            if (name.matches()) {
                boolean open = name.group(1) != null;
                long first = Long.parseLong(open ? name.group(1) : name.group(2));
                segments.add(new Segment(path, first, open, LogFile.read(path, NOBODY)));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::first));
        return segments;
    }

    /** The first entry's index, or -1 where there is none. */
    long first() {
        return run.isEmpty() ? -1 : run.get(0).first;
    }

    /** The last whole entry's index, or -1 where there is none. */
    long last() {
        return run.isEmpty() ? -1 : run.get(run.size() - 1).last();
    }

    /** Whether the state at an index can be brought on by this log, without a hole between. */
    boolean continues(long index) {
        return run.isEmpty() || first() <= index + 1;
    }

    /** Whether the log leads from the state at one index to that at the other. */
    boolean leads(long from, long to) {
        return !run.isEmpty() && first() <= from + 1 && last() >= to;
    }
}
