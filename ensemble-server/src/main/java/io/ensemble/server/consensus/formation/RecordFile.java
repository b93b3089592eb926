package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.FileTasks;
import io.ensemble.server.consensus.formation.MemberRecord.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The member's record on its disk: {@code DATA/member}. Used by one thread. */
final class RecordFile {

    private final DurableFiles files;
    private final Path file;

    RecordFile(DurableFiles files, Path dataDir) {
        this.files = files;
        this.file = dataDir.resolve("member");
    }

    Path path() {
        return file;
    }

    /** @throws IOException where there is a record that cannot be read */
    Optional<MemberRecord> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MemberRecord.decode(Files.readAllBytes(file)));
        } catch (MalformedRecordException e) {
            throw new IOException(file + " is damaged: " + e.getMessage()
                    + ". It says which ensemble this folder belongs to; put an undamaged copy back");
        }
    }

    /** Durable when this returns; after a crash meanwhile, the old record is there or the new one. */
    void write(MemberRecord record) throws IOException {
        FileTasks.replace(files, file, record.encode());
    }
}
