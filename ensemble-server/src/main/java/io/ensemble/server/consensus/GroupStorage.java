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
import org.apache.ratis.util.SizeInBytes;

/**
 * The folder in which Ratis keeps its part of a member: {@code raft/GROUP/}, with {@code current/} (log, term and vote),
 * {@code sm/} (snapshots) and {@code tmp/}. Ratis is only ever started on a complete one: on a missing one it would
 * silently begin anew, and vote a second time in terms in which it has voted.
 *
 * <p>Used by one thread, before Ratis starts.
 */
public final class GroupStorage implements LogStorage {

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
        Path fresh = dataDir.resolve("raft.new");
        FileTasks.deleteTree(files, fresh);
        FileTasks.deleteTree(files, raftDir);
        files.createDirectories(fresh);
        Path group = fresh.resolve(groupDir(clusterId).getFileName());
        try (RaftStorage storage = RaftStorage.newBuilder()
                .setDirectory(group.toFile())
                .setOption(StartupOption.FORMAT)
                .setLogCorruptionPolicy(CorruptionPolicy.EXCEPTION)
                .setStorageFreeSpaceMin(SizeInBytes.valueOf(0))
                .build()) {
            storage.initialize();
        }
        files.delete(group.resolve("in_use.lock"));
        FileTasks.forceTree(files, fresh);
        files.rename(fresh, raftDir);
        files.forceDirectory(dataDir);
    }

    @Override
    public void check(long clusterId) throws IOException {
        Path meta = groupDir(clusterId).resolve("current").resolve("raft-meta");
        if (!Files.isRegularFile(meta)) {
            throw new IOException(meta + " is missing, though this member has been part of its ensemble: without it the"
                    + " member has forgotten how it voted and must not start. Put the folder " + raftDir
                    + " back as it was; where it is lost, this member can come back under a new number only");
        }
    }

    /** Finishes or undoes what a crash may have left half done. */
    void repair(long clusterId) throws IOException {
        Path group = groupDir(clusterId);
        Path snapshots = group.resolve("sm");
        List<Path> setAside = FileTasks.list(group).stream()
                .filter(p -> p.getFileName().toString().startsWith("sm.tmp"))
                .sorted(Comparator.reverseOrder())
                .toList();
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
