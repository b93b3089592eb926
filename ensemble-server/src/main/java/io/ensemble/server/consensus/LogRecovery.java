package io.ensemble.server.consensus;

import io.ensemble.server.consensus.LogReach.Segment;
import io.ensemble.server.consensus.ReplicatedLog.SnapshotWriter;
import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.UnchangedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Makes, of what one member's log and snapshots hold, the log of another ensemble, which begins with a snapshot of it all.
 * What was in the log and not known to be committed counts: it may have been acknowledged. Used by one thread, while the
 * member is stopped.
 */
public final class LogRecovery {
    private final DurableFiles files;
    private final GroupStorage storage;

    private long index = -1;
    private long term;

    public LogRecovery(DurableFiles files, Path dataDir) {
        this.files = files;
        this.storage = new GroupStorage(files, dataDir);
    }

    /** The newest entry that was found. */
    public long index() {
        return index;
    }

    /** The newest entry's term. */
    public long term() {
        return term;
    }

    /**
     * Feeds the sink with the newest snapshot and all entries behind it. Changes nothing on the disk.
     *
     * @throws IOException in one line, where what there is makes no whole state
     */
    public void read(long clusterId, LogSink sink) throws IOException {
        Path group = storage.source(clusterId);
        SnapshotStorage snapshots =
                new SnapshotStorage(UnchangedFiles.INSTANCE, group, GroupStorage.snapshotsOrSetAside(group));
        LogReach reach = LogReach.of(snapshots.logDir());
        // What is torn is not read either; what is damaged is refused.
        LogCheck.cutTornRecord(UnchangedFiles.INSTANCE, reach);
        SinkGate gate = new SinkGate(new Noting(sink));
        snapshots.restoreNewest(gate, reach);
        for (Segment segment : reach.run()) {
            LogFile.read(segment.path(), new LogFile.Visitor() {
                @Override
                public void entry(long at, long entryTerm, ByteBuffer data) {
                    if (at > index) {
                        gate.entry(at, entryTerm, data);
                        note(at, entryTerm);
                    }
                }

                @Override
                public void other(long at, long entryTerm, String kind) {
                    if (at > index) {
                        gate.skipped(at, entryTerm);
                        note(at, entryTerm);
                    }
                }
            });
        }
        new LogMark(UnchangedFiles.INSTANCE, group).check(snapshots.logDir(), index);
        if (index < 0) {
            throw new IOException("there is nothing to recover in " + storage.raftDir());
        }
    }

    private void note(long at, long entryTerm) {
        index = at;
        term = entryTerm;
    }

    /**
     * Puts the new ensemble's log in place; what there was is kept beside it, and nothing is deleted.
     *
     * @param writer writes the state that the sink came to, as the new ensemble's
     * @return where the former log is
     */
    public Path write(long formerId, long newId, SnapshotWriter writer) throws IOException {
        Path source = storage.source(formerId);
        Path group = storage.makeFresh(newId, Math.max(term, termOf(source)) + 1);
        SnapshotStorage snapshots = new SnapshotStorage(files, group);
        // A person has decided that this is the state.
        snapshots.write(index, term, writer, () -> true);
        Path aside = storage.aside(formerId);
        if (!source.startsWith(aside)) {
            storage.keepOlder(aside);
            storage.exchange(aside);
        } else {
            storage.exchange(storage.exists() ? storage.unfinished() : null);
        }
        return aside;
    }

    private static long termOf(Path group) throws IOException {
        Path meta = GroupStorage.meta(group);
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(meta)) {
            values.load(in);
            return Long.parseLong(values.getProperty("term", "0").trim());
        } catch (NumberFormatException e) {
            throw new IOException(meta + " is damaged: its term is no number", e);
        }
    }

    /** Takes note of the snapshot that was loaded. */
    private final class Noting implements LogSink {
        private final LogSink sink;

        Noting(LogSink sink) {
            this.sink = sink;
        }

        @Override
        public void restore(long at, long snapshotTerm, InputStream snapshot, boolean serving) throws IOException {
            sink.restore(at, snapshotTerm, snapshot, serving);
            note(at, snapshotTerm);
        }

        @Override
        public void entry(long at, long entryTerm, ByteBuffer data) {
            sink.entry(at, entryTerm, data);
        }

        @Override
        public void skipped(long at, long entryTerm) {
            sink.skipped(at, entryTerm);
        }

        @Override
        public void leadership(ReplicatedLog.Leadership now) {}

        @Override
        public void refused(long refusedTerm, String why) {}

        @Override
        public void snapshotDurable(long at) {}

        @Override
        public void failed(String message, Throwable cause) {
            sink.failed(message, cause);
        }
    }
}
