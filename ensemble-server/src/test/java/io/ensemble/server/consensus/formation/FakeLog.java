package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.FileTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A log's folder that holds one file with the ensemble's id. */
record FakeLog(DurableFiles files, Path dataDir) implements LogStorage {

    private Path file() {
        return dataDir.resolve("log");
    }

    @Override
    public boolean exists() {
        return Files.exists(file());
    }

    @Override
    public void format(long clusterId) throws IOException {
        FileTasks.replace(files, file(), Long.toString(clusterId).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void check(long clusterId) throws IOException {
        if (!exists() || !Files.readString(file()).equals(Long.toString(clusterId))) {
            throw new IOException("log missing");
        }
    }
}
