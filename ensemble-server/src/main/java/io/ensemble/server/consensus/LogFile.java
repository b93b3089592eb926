package io.ensemble.server.consensus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of Ratis' log on its own: eight bytes of head, then for each entry its length as a varint, its bytes, and
 * the CRC-32C of both, then zeros up to the end. For whoever prints a log, and for the member's own look at it before it
 * starts. Stateless; changes nothing.
 */
public final class LogFile {

    private static final byte[] HEAD = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_BYTES = 4;
    private static final int SECTOR_BYTES = 512;

    private LogFile() {}

    /** What is in a log. */
    public interface Visitor {
        /** An entry that was proposed. The buffer is valid for the time of the call only. */
        void entry(long index, long term, ByteBuffer data);

        /** An entry of the log's own. */
        void other(long index, long term, String kind);
    }

    /**
     * How far a file could be read.
     *
     * @param lastIndex the last whole entry's index, or -1 where there is none
     * @param wholeBytes where the last whole entry ends
     * @param damage what is wrong behind it, or null where there is nothing but zeros
     * @param torn whether the damage is the mark of a write that a power cut ended: the last record, with a part of it
     *     never written. Such an entry was never forced, and so never acknowledged
     */
    public record Extent(
            long lastIndex, long wholeBytes, @Nullable String damage, boolean torn) {}

    /** @throws IOException where the file cannot be read at all; what is wrong in it is told by the extent */
    public static Extent read(Path file, Visitor visitor) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Mapped, since a file may be as large as a small heap.
            return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), visitor);
        }
    }

    private static Extent read(ByteBuffer bytes, Visitor visitor) {
        if (bytes.remaining() < HEAD.length || !bytes.slice(0, HEAD.length).equals(ByteBuffer.wrap(HEAD))) {
            // A file that was created and not yet written to.
            boolean blank = isZero(bytes, 0, bytes.limit());
            return new Extent(-1, 0, blank ? null : "its head is not that of a log", false);
        }
        long last = -1;
        int at = HEAD.length;
        while (at < bytes.limit() && bytes.get(at) != 0) {
            int end = recordEnd(bytes, at);
            LogEntryProto entry = end < 0 ? null : parse(bytes, at, end);
            if (entry == null) {
                return new Extent(last, at, "there is a damaged record", isTorn(bytes, at, end));
            }
            last = entry.getIndex();
            visit(entry, visitor);
            at = end;
        }
        boolean clean = isZero(bytes, at, bytes.limit());
        return new Extent(last, at, clean ? null : "there is something behind its end", false);
    }

    /** Where the record ends that begins here, or -1 where its length makes no sense. */
    private static int recordEnd(ByteBuffer bytes, int at) {
        long length = 0;
        for (int i = 0; i < 5 && at + i < bytes.limit(); i++) {
            byte b = bytes.get(at + i);
            length |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                long end = at + i + 1 + length + CHECKSUM_BYTES;
                return end <= bytes.limit() ? (int) end : -1;
            }
        }
        return -1;
    }

    private static @Nullable LogEntryProto parse(ByteBuffer bytes, int at, int end) {
        int checked = end - CHECKSUM_BYTES;
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(at, checked - at));
        if ((int) crc.getValue() != bytes.getInt(checked)) {
            return null;
        }
        int body = at;
        while (bytes.get(body) < 0) {
            body++;
        }
        try {
            return LogEntryProto.parseFrom(bytes.slice(body + 1, checked - body - 1));
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static void visit(LogEntryProto entry, Visitor visitor) {
        if (entry.hasStateMachineLogEntry()) {
            ByteBuffer data = entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer();
            visitor.entry(entry.getIndex(), entry.getTerm(), data);
        } else {
            visitor.other(
                    entry.getIndex(),
                    entry.getTerm(),
                    entry.getLogEntryBodyCase().name());
        }
    }

    /** Nothing behind it, and a sector of it is still the zeros that the file was made of. */
    private static boolean isTorn(ByteBuffer bytes, int at, int end) {
        int until = end < 0 ? bytes.limit() : end;
        if (!isZero(bytes, until, bytes.limit())) {
            return false;
        }
        int sector = (at / SECTOR_BYTES + 1) * SECTOR_BYTES;
        for (; sector < until; sector += SECTOR_BYTES) {
            if (isZero(bytes, sector, Math.min(sector + SECTOR_BYTES, until))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(ByteBuffer bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
