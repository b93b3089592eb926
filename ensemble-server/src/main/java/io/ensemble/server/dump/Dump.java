package io.ensemble.server.dump;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.protocol.snapshot.SnapshotCodec.Snapshot;
import io.ensemble.server.consensus.offline.LogFiles;
import io.ensemble.server.consensus.offline.LogRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints what lies in a file or a folder. Confined to the caller's thread. */
final class Dump {
    /** Where a snapshot's header has the cluster's id: behind its magic and its version. */
    private static final int CLUSTER_AT = Long.BYTES + Integer.BYTES;

    private static final byte[] SNAPSHOT_BEGINS = {'E', 'n', 's', 'n', 'a', 'p'};

    private final Options options;
    private final Printer printer;
    private final EntryFacts entries;
    private final SnapshotFacts snapshots;
    private long unreadable;

    /**
     * What is wanted.
     *
     * @param from the first index of the log
     * @param to the last index of the log
     * @param data whether data is printed, in Base64, and not its length only
     */
    record Options(long from, long to, boolean data) {}

    Dump(Options options, Printer printer) {
        this.options = options;
        this.printer = printer;
        CommandFacts commands = new CommandFacts(options.data());
        entries = new EntryFacts(commands);
        snapshots = new SnapshotFacts(commands);
    }

    /**
     * Prints a segment or a snapshot, or of a folder a line for each snapshot and then the whole log.
     *
     * @return how many entries could not be read; they were printed as such
     * @throws IOException where it is none of these, or damaged; one line
     */
    long print(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + " does not exist");
        } else if (Files.isDirectory(path)) {
            printFolder(path);
        } else if (isSnapshot(path)) {
            try (InputStream in = open(path)) {
                snapshots.print(read(path, in), clusterId(path), printer);
            }
        } else if (LogFiles.isSegment(path)) {
            printSegment(path);
        } else {
            throw new IOException(path + " is neither a snapshot nor a segment of a log (log_FIRST-LAST)");
        }
        return unreadable;
    }

    private void printFolder(Path folder) throws IOException {
        List<Path> taken = LogFiles.snapshots(folder);
        List<Path> segments = LogFiles.segments(folder);
        if (taken.isEmpty() && segments.isEmpty()) {
            throw new IOException("there is no log and no snapshot in " + folder);
        }
        for (Path snapshot : taken) {
            try (InputStream in = open(snapshot)) {
                printer.print(SnapshotFacts.summary(read(snapshot, in), clusterId(snapshot))
                        .text("file", snapshot.toString()));
            }
        }
        for (Path segment : segments) {
            printSegment(segment);
        }
    }

    private void printSegment(Path segment) throws IOException {
        try {
            LogFiles.read(segment, this::printRecord);
        } catch (IOException | IllegalStateException e) {
            throw new IOException(segment + " is damaged: " + firstLine(e), e);
        }
    }

    private void printRecord(LogRecord record) {
        if (record.index() < options.from() || record.index() > options.to()) {
            return;
        }
        try {
            printer.print(entries.of(record));
        } catch (CorruptDataException e) {
            unreadable++;
            printer.print(EntryFacts.unreadable(record, e));
        }
    }

    private static Snapshot read(Path file, InputStream in) throws IOException {
        try {
            return new SnapshotCodec(clusterId(file)).read(in);
        } catch (CorruptDataException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static boolean isSnapshot(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return java.util.Arrays.equals(in.readNBytes(SNAPSHOT_BEGINS.length), SNAPSHOT_BEGINS);
        }
    }

    /** The id that a snapshot's header claims; reading it then compares the checksum. */
    private static long clusterId(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(CLUSTER_AT + Long.BYTES);
            return header.length < CLUSTER_AT + Long.BYTES
                    ? 0
                    : ByteBuffer.wrap(header).getLong(CLUSTER_AT);
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
