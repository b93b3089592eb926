package io.ensemble.server.consensus.offline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;

/** The log's files and what is in them. Stateless. */
public final class LogFiles {
    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_)?(\\d+)(?:-\\d+)?");
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");
    private static final SizeInBytes RECORD_BYTES_MAX = SizeInBytes.valueOf(Integer.MAX_VALUE);
    private static final int DEPTH_MAX = 6;

    private LogFiles() {}

    /** Whether a file's name is that of a segment of the log. */
    public static boolean isSegment(Path file) {
        return SEGMENT.matcher(nameOf(file)).matches();
    }

    /** The log's files in a folder and those below, in the order of their entries. */
    public static List<Path> segments(Path folder) throws IOException {
        return find(folder, SEGMENT, 1);
    }

    /** The snapshots in a folder and those below, the oldest first. */
    public static List<Path> snapshots(Path folder) throws IOException {
        return find(folder, SNAPSHOT, 2);
    }

    /**
     * Reads a segment to its end: of one that is still open, as far as it was written.
     *
     * @throws IOException where it is damaged; what stands before the damage was given already
     */
    public static void read(Path segment, Consumer<LogRecord> to) throws IOException {
        if (isSegment(segment) && Files.size(segment) == 0) {
            // Made, and the power went off before anything was in it. Ratis would delete it for being looked at.
            return;
        }
        LogSegmentPath known = LogSegmentPath.matchLogSegment(segment);
        if (known == null) {
            throw new IOException("a segment of the log is named log_FIRST-LAST or log_inprogress_FIRST");
        }
        LogSegment.readSegmentFile(
                segment.toFile(),
                known.getStartEnd(),
                RECORD_BYTES_MAX,
                CorruptionPolicy.EXCEPTION,
                null,
                entry -> to.accept(record(entry)));
    }

    private static LogRecord record(LogEntryProto entry) {
        ByteBuffer data = null;
        String own = "";
        switch (entry.getLogEntryBodyCase()) {
            case STATEMACHINELOGENTRY ->
                data = entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer();
            case CONFIGURATIONENTRY -> own = configuration(entry.getConfigurationEntry());
            case METADATAENTRY ->
                own = "committed up to " + entry.getMetadataEntry().getCommitIndex();
            default -> own = "nothing";
        }
        return new LogRecord(entry.getIndex(), entry.getTerm(), data, own);
    }

    private static String configuration(RaftConfigurationProto configuration) {
        String now = "members " + peers(configuration.getPeersList());
        return configuration.getOldPeersCount() == 0 ? now : now + ", before " + peers(configuration.getOldPeersList());
    }

    private static String peers(List<RaftPeerProto> peers) {
        return peers.stream()
                .map(peer -> peer.getId().toStringUtf8() + "@" + peer.getAddress())
                .toList()
                .toString();
    }

    private static List<Path> find(Path folder, Pattern name, int group) throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEPTH_MAX)) {
            return files.filter(file -> name.matcher(nameOf(file)).matches() && Files.isRegularFile(file))
                    .sorted(Comparator.comparingLong(file -> number(file, name, group)))
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static long number(Path file, Pattern name, int group) {
        Matcher matcher = name.matcher(nameOf(file));
        return matcher.matches() ? Long.parseLong(matcher.group(group)) : 0;
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
