package io.ensemble.server.consensus;

import io.ensemble.server.consensus.LogReach.Segment;
import io.ensemble.server.consensus.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all of the log before Ratis does, so that what is wrong with it is said in one line, and so that what a power
 * cut or a kill leaves behind need not keep the member down: Ratis refuses either.
 */
final class LogCheck {

    private static final Logger LOG = LoggerFactory.getLogger(LogCheck.class);

    private LogCheck() {}

    /**
     * Refuses a damaged log. Ratis writes into a file of zeros; where the last record of the open file is broken, and
     * shows that a part of it was never written, it was never forced and so never acknowledged, and is cut off. Anything
     * else that is wrong may be an acknowledged entry, and stays.
     *
     * @throws IOException in one line where the damage is, and what to do
     */
    static void cutTornRecord(DurableFiles files, LogReach log) throws IOException {
        for (Segment segment : log.run()) {
            LogFile.Extent extent = segment.extent();
            if (extent.damage() == null) {
                continue;
            }
            if (!segment.open() || !extent.torn()) {
                throw new IOException("the log file " + segment.path() + " is damaged after index " + segment.last()
                        + " (byte " + extent.wholeBytes() + "): " + extent.damage()
                        + ". Put an undamaged copy of the file back; where there is none, " + GroupStorage.START_ANEW);
            }
            files.truncate(segment.path(), extent.wholeBytes());
            LOG.warn(
                    "{}: cut off after index {}: the record behind it was never wholly written",
                    segment.path(),
                    segment.last());
        }
    }

    /**
     * Makes durable what Ratis, once started, will say is on the disk: it takes all that it can read for that. But a
     * process that was killed may have left entries that were written and not yet forced, and one whose disk failed even
     * some that the system holds for written and that are not: hence the newest file is written anew, with what is in it.
     */
    static void makeDurable(DurableFiles files, LogReach log, Path logDir) throws IOException {
        if (!log.run().isEmpty()) {
            Segment newest = log.run().get(log.run().size() - 1);
            files.rewrite(newest.path(), newest.extent().wholeBytes());
        }
        files.forceDirectory(logDir);
    }

    /** Finishes an interrupted purge, once a snapshot is loaded that holds all of what is before the hole. */
    static void deleteStale(DurableFiles files, LogReach log) throws IOException {
        for (Segment segment : log.stale()) {
            files.delete(segment.path());
            LOG.info("{}: deleted, as its purge had begun", segment.path());
        }
    }
}
