package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.FileTasks;
import io.ensemble.server.consensus.formation.LogStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.util.SizeInBytes;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which Ratis keeps its part of a member: {@code raft/GROUP/}, with {@code current/} (log, term and vote),
 * {@code sm/} (snapshots) and {@code tmp/}. Ratis is only ever started on a complete one: on a missing one it would
 * silently begin anew, and vote a second time in terms in which it has voted.
 *
 * <p>Used by one thread, before Ratis starts.
 */
public final class GroupStorage implements LogStorage {

    /** What remains where a member's files are lost. */
    static final String START_ANEW =
            "empty this member's whole data folder: the others take it back as a new one, if they are a majority";

    private final DurableFiles files;
    private final Path dataDir;
    private final Path raftDir;

    public GroupStorage(DurableFiles files, Path dataDir) {
        this.files = files;
        this.dataDir = dataDir;
        this.raftDir = dataDir.resolve("raft");
    }

    @Override
    public boolean exists() {
        return Files.exists(raftDir);
    }

    @Override
    public void format(long clusterId) throws IOException {
        Path fresh = freshDir();
        FileTasks.deleteTree(files, raftDir);
        makeFresh(clusterId, 0);
        FileTasks.forceTree(files, fresh);
        files.rename(fresh, raftDir);
        files.forceDirectory(dataDir);
    }

    /** Where a folder is made before it takes the place of the one that there is. */
    Path freshDir() {
        return dataDir.resolve("raft.new");
    }

    /**
     * Makes an empty log in {@link #freshDir}, not durable yet.
     *
     * @param term the log goes on behind it
     * @return the group's own folder
     */
    Path makeFresh(long clusterId, long term) throws IOException {
        Path fresh = freshDir();
        FileTasks.deleteTree(files, fresh);
        files.createDirectories(fresh);
        Path group = fresh.resolve(groupDir(clusterId).getFileName());
        try (RaftStorage storage = RaftStorage.newBuilder()
                .setDirectory(group.toFile())
                .setOption(StartupOption.FORMAT)
                .setLogCorruptionPolicy(CorruptionPolicy.EXCEPTION)
                .setStorageFreeSpaceMin(SizeInBytes.valueOf(0))
                .build()) {
            storage.initialize();
            if (term > 0) {
                storage.getMetadataFile().persist(RaftStorageMetadata.valueOf(term, null));
            }
        }
        files.delete(group.resolve("in_use.lock"));
        return group;
    }

    /** Puts the fresh folder, complete, in the place of the one that there may be, which is kept aside. */
    void exchange(@Nullable Path aside) throws IOException {
        FileTasks.forceTree(files, freshDir());
        if (aside != null) {
            files.rename(raftDir, aside);
        }
        files.rename(freshDir(), raftDir);
        files.forceDirectory(dataDir);
    }

    /** Where a recovery keeps the log of the ensemble that there was. */
    Path aside(long clusterId) {
        return dataDir.resolve("raft.before-" + Long.toHexString(clusterId));
    }

    /** Gives another name to what an earlier recovery has kept under this one. */
    void keepOlder(Path aside) throws IOException {
        if (Files.exists(aside)) {
            files.rename(aside, free(aside.getFileName().toString()));
        }
    }

    /** Where that is kept which stands at the log's place and is not the log of the member's ensemble. */
    Path unfinished() {
        return free("raft.unfinished");
    }

    private Path free(String name) {
        int number = 1;
        while (Files.exists(dataDir.resolve(name + "." + number))) {
            number++;
        }
        return dataDir.resolve(name + "." + number);
    }

    /**
     * The group's folder: at its place, or, where a recovery was ended between its last steps, where that has kept it. A log
     * that is at its place counts, whatever was kept: a recovery may have been undone, and the member gone on. Changes
     * nothing.
     *
     * @throws IOException where it is missing or incomplete, in one line
     */
    Path source(long clusterId) throws IOException {
        Path group = groupDir(clusterId);
        Path kept = aside(clusterId).resolve(group.getFileName());
        if (!isComplete(group) && isComplete(kept)) {
            return kept;
        }
        checkComplete(group);
        return group;
    }

    /**
     * A recovery writes the member's record last. Where the record still names the former ensemble, its log is what counts,
     * also if it was put aside already. Nothing is deleted.
     */
    private void undoUnfinishedRecovery(long clusterId) throws IOException {
        Path aside = aside(clusterId);
        if (!source(clusterId).startsWith(aside)) {
            return;
        }
        if (exists()) {
            files.rename(raftDir, unfinished());
        }
        files.rename(aside, raftDir);
        files.forceDirectory(dataDir);
    }

    Path raftDir() {
        return raftDir;
    }

    @Override
    public void check(long clusterId) throws IOException {
        undoUnfinishedRecovery(clusterId);
        checkComplete(groupDir(clusterId));
    }

    private void checkComplete(Path group) throws IOException {
        if (!isComplete(group)) {
            throw new IOException(
                    meta(group) + " is missing, though this member has been part of its ensemble: without it the"
                            + " member has forgotten how it voted and must not start. Put the folder " + raftDir
                            + " back as it was; where it is lost, " + START_ANEW);
        }
    }

    /** Where a group's folder has its term and vote. */
    static Path meta(Path group) {
        return group.resolve("current").resolve("raft-meta");
    }

    /** Whether a group's folder is one on which Ratis may start. */
    static boolean isComplete(Path group) {
        return Files.isRegularFile(meta(group));
    }

    /** Where the snapshots are of a group that {@link #repair} has not put in order yet. */
    static Path snapshotsOrSetAside(Path group) throws IOException {
        Path snapshots = group.resolve("sm");
        List<Path> setAside = setAside(group);
        return Files.exists(snapshots) || setAside.isEmpty() ? snapshots : setAside.get(0);
    }

    private static List<Path> setAside(Path group) throws IOException {
        return FileTasks.list(group).stream()
                .filter(p -> p.getFileName().toString().startsWith("sm.tmp"))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Finishes or undoes what a crash may have left half done. */
    void repair(long clusterId) throws IOException {
        Path group = groupDir(clusterId);
        Path snapshots = group.resolve("sm");
        List<Path> setAside = setAside(group);
        if (!Files.exists(snapshots) && !setAside.isEmpty()) {
            // An install had moved the old snapshots away and the new ones not yet in.
            files.rename(setAside.get(0), snapshots);
            setAside = setAside.subList(1, setAside.size());
        }
        for (Path old : setAside) {
            FileTasks.deleteTree(files, old);
        }
        FileTasks.deleteTree(files, group.resolve("tmp"));
        files.forceDirectory(group);
    }

    /** The group's own folder. */
    Path groupDir(long clusterId) {
        return raftDir.resolve(RaftGroups.groupId(clusterId).getUuid().toString());
    }
}
