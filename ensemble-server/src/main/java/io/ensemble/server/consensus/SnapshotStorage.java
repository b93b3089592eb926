package io.ensemble.server.consensus;

import io.ensemble.server.consensus.ReplicatedLog.SnapshotWriter;
import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.FileTasks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one member: written here or received from the leader, loaded, and the old ones removed.
 *
 * <p>A snapshot counts once it is confirmed and durable: its file was forced before it got its name, its digest lies beside it, and the
 * directory was forced after both. While the leader's snapshot is put in place, Ratis replaces the whole directory; what
 * is being written here meanwhile is given up.
 *
 * <p>Thread-safe. Lists directories only at start and when old snapshots are removed.
 */
final class SnapshotStorage implements StateMachineStorage {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStorage.class);

    private final DurableFiles files;
    private final Path snapshotDir;
    private final Path temporaryDir;
    private final Path logDir;

    /** Guards the moment in which a new snapshot gets its name, against an install. */
    private final Object publishing = new Object();

    private boolean installing;
    private volatile @Nullable SingleFileSnapshotInfo durable;
    /** What Ratis has been told of: never newer than durable. */
    private volatile @Nullable SingleFileSnapshotInfo registered;

    SnapshotStorage(DurableFiles files, Path groupDir) {
        this(files, groupDir, groupDir.resolve("sm"));
    }

    SnapshotStorage(DurableFiles files, Path groupDir, Path snapshotDir) {
        this.files = files;
        this.snapshotDir = snapshotDir;
        this.temporaryDir = groupDir.resolve("tmp");
        this.logDir = groupDir.resolve("current");
    }

    Path logDir() {
        return logDir;
    }

    // ---- loading ----

    /**
     * Loads the newest snapshot. One that is damaged is set aside if an older one, or none at all, and the log together
     * hold all that it held.
     *
     * @throws IOException where what is on the disk does not make a whole state; nothing was changed then
     */
    TermIndex restoreNewest(SinkGate gate, LogReach log) throws IOException {
        List<SnapshotFile> damaged = new ArrayList<>();
        IOException damage = null;
        for (SnapshotFile candidate : newestFirst()) {
            try {
                candidate.verify();
                checkWhole(log, candidate.index(), damaged, damage);
                restore(gate, candidate);
                return loaded(candidate, damaged);
            } catch (UnusableLogException e) {
                throw e;
            } catch (IOException e) {
                LOG.warn("{}; looking for an older snapshot", e.getMessage());
                damaged.add(candidate);
                damage = damage == null ? e : damage;
            }
        }
        checkWhole(log, -1, damaged, damage);
        setAside(damaged);
        return TermIndex.INITIAL_VALUE;
    }

    /** Loads what the leader sent, once it is durable. On the updater thread, between pause and going on. */
    TermIndex restoreInstalled(SinkGate gate) throws IOException {
        FileTasks.forceTree(files, snapshotDir);
        files.forceDirectory(Objects.requireNonNull(snapshotDir.getParent()));
        List<SnapshotFile> received = newestFirst();
        if (received.isEmpty()) {
            throw new IOException("no snapshot in " + snapshotDir + " after the leader sent one");
        }
        SnapshotFile newest = received.get(0);
        restore(gate, newest);
        synchronized (publishing) {
            installing = false;
            return loaded(newest, List.of());
        }
    }

    /** The leader's snapshot is complete in the temporary folder, and is about to be put in place. */
    void installing() throws IOException {
        synchronized (publishing) {
            installing = true;
        }
        // Ratis forces none of it, and drops the log that it replaces as soon as it is in place.
        FileTasks.forceTree(files, temporaryDir);
    }

    private static void restore(SinkGate gate, SnapshotFile snapshot) throws IOException {
        try (InputStream in = snapshot.open()) {
            gate.restore(snapshot.index(), snapshot.term(), in);
        }
    }

    private TermIndex loaded(SnapshotFile snapshot, List<SnapshotFile> damaged) throws IOException {
        setAside(damaged);
        SingleFileSnapshotInfo info = snapshot.info();
        durable = info;
        registered = info;
        return info.getTermIndex();
    }

    private void checkWhole(LogReach log, long index, List<SnapshotFile> damaged, @Nullable IOException damage)
            throws UnusableLogException {
        if (damaged.isEmpty()) {
            if (!log.continues(index) && !log.stale().isEmpty()) {
                LogReach.Segment before = log.stale().get(log.stale().size() - 1);
                throw new UnusableLogException("the log in " + logDir + " lacks the entries " + (before.last() + 1)
                        + " to " + (log.first() - 1) + ", behind "
                        + before.path().getFileName()
                        + ", and no snapshot holds them. Put the missing file back; where it is lost, "
                        + GroupStorage.START_ANEW);
            }
            if (!log.continues(index)) {
                throw new UnusableLogException("the log in " + logDir + " begins at index " + log.first()
                        + ", but the newest snapshot in " + snapshotDir
                        + (index < 0 ? " is missing" : " ends at index " + index)
                        + ". Put the missing snapshot back; where it is lost, "
                        + GroupStorage.START_ANEW);
            }
        } else if (!log.leads(index, damaged.get(0).index())) {
            throw new UnusableLogException(
                    (damage == null ? damaged.get(0).path() + " is damaged" : damage.getMessage())
                            + ", and no older snapshot and the log together reach index "
                            + damaged.get(0).index()
                            + ". Put an undamaged copy of the file back; where there is none, "
                            + GroupStorage.START_ANEW);
        }
    }

    private void setAside(List<SnapshotFile> damaged) throws IOException {
        for (SnapshotFile snapshot : damaged) {
            Path aside = snapshot.path().resolveSibling(snapshot.path().getFileName() + ".damaged");
            files.rename(snapshot.path(), aside);
            files.delete(snapshot.digestPath());
            LOG.warn("damaged snapshot set aside as {}; an older one and the log take its place", aside);
        }
        if (!damaged.isEmpty()) {
            files.forceDirectory(snapshotDir);
        }
    }

    // ---- writing ----

    /**
     * Writes a snapshot; it is durable when this returns true, and given up if false, since it was not confirmed or the
     * leader's overtook it.
     *
     * @param confirmed asked when all is written: whether it may count, and so get its name
     * @throws IOException where it cannot be written; what was written of it is left in the temporary folder
     */
    boolean write(long index, long term, SnapshotWriter writer, BooleanSupplier confirmed) throws IOException {
        SnapshotFile snapshot = SnapshotFile.in(snapshotDir, term, index);
        Path body = temporaryDir.resolve(snapshot.path().getFileName() + ".tmp");
        Path digest = temporaryDir.resolve(snapshot.digestPath().getFileName() + ".tmp");
        files.createDirectories(temporaryDir);
        byte[] md5;
        try (DurableFiles.OutputFile file = files.create(body)) {
            SnapshotOutput out = new SnapshotOutput(file);
            writer.writeTo(out);
            md5 = out.finish();
        }
        try (DurableFiles.OutputFile file = files.create(digest)) {
            byte[] line = snapshot.digestFileContent(md5);
            file.write(line, 0, line.length);
            file.force();
        }
        if (!confirmed.getAsBoolean() || !publish(snapshot, body, digest)) {
            files.delete(body);
            files.delete(digest);
            return false;
        }
        return true;
    }

    /** The digest gets its name first: no snapshot is ever seen without one. */
    private boolean publish(SnapshotFile snapshot, Path body, Path digest) throws IOException {
        synchronized (publishing) {
            if (installing || snapshot.index() <= durableIndex()) {
                return false;
            }
            files.createDirectories(snapshotDir);
            files.rename(digest, snapshot.digestPath());
            files.rename(body, snapshot.path());
            files.forceDirectory(snapshotDir);
            durable = snapshot.info();
            return true;
        }
    }

    /** The newest durable snapshot's index, or -1. */
    long durableIndex() {
        SingleFileSnapshotInfo newest = durable;
        return newest == null ? -1 : newest.getIndex();
    }

    /** Shows Ratis the newest durable snapshot; its index, or -1. */
    long registerNewest() {
        synchronized (publishing) {
            registered = durable;
        }
        SingleFileSnapshotInfo newest = registered;
        return newest == null ? -1 : newest.getIndex();
    }

    // ---- what Ratis asks ----

    @Override
    public void init(RaftStorage storage) {}

    @Override
    public void format() {}

    @Override
    public @Nullable SingleFileSnapshotInfo getLatestSnapshot() {
        return registered;
    }

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
        int retained = policy.getNumSnapshotsRetained();
        synchronized (publishing) {
            if (retained < 1 || installing) {
                return;
            }
            List<SnapshotFile> snapshots = newestFirst();
            for (SnapshotFile old : snapshots.subList(Math.min(retained, snapshots.size()), snapshots.size())) {
                // The snapshot first: a digest alone is seen by nobody.
                files.delete(old.path());
                files.delete(old.digestPath());
            }
        }
    }

    private List<SnapshotFile> newestFirst() throws IOException {
        if (!Files.isDirectory(snapshotDir)) {
            return List.of();
        }
        return FileTasks.list(snapshotDir).stream()
                .flatMap(path -> SnapshotFile.of(path).stream())
                .sorted(Comparator.comparingLong(SnapshotFile::index).reversed())
                .toList();
    }

    /** What is on the disk does not make a whole state. */
    private static final class UnusableLogException extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableLogException(String message) {
            super(message);
        }
    }
}
