package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Makes the names in Ratis' log folder durable, which Ratis never does: the term and vote that it renames into place, and
 * the log's files that it creates and renames. It looks at the folder's time of change, which every such step moves.
 *
 * <p>Nothing that is acknowledged rests on it: {@link io.ensemble.server.consensus.transport.DurableTerms} forces votes and
 * terms before they are told, and {@link SegmentNames} the log's files. It narrows the time in which a power cut could
 * bring back what was renamed or deleted otherwise, such as a configuration. Confined to one thread.
 */
final class LogDirForcer {

    /** A folder's time moves in steps of some milliseconds: within them a change may hide behind one already seen. */
    private static final long STEP_NANOS = 50_000_000;

    private final DurableFiles files;
    private final Path logDir;

    private long seenChange = -1;
    private long seenAtNanos;
    private boolean settled;

    LogDirForcer(DurableFiles files, Path logDir) {
        this.files = files;
        this.logDir = logDir;
    }

    /** @throws IOException where the folder cannot be forced: what it holds may then not be durable */
    void forceIfChanged() throws IOException {
        long change = Files.getLastModifiedTime(logDir).to(TimeUnit.NANOSECONDS);
        long now = System.nanoTime();
        if (change != seenChange) {
            seenChange = change;
            seenAtNanos = now;
            settled = false;
            files.forceDirectory(logDir);
        } else if (!settled && now - seenAtNanos > STEP_NANOS) {
            settled = true;
            files.forceDirectory(logDir);
        }
    }
}
