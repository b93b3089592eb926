package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.DurableFiles.InPlaceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lower bound of how far the log is on the disk, kept beside the log, so that a member notices at its start that the log's
 * end is gone: without its newest file, or with one cut between two records, a log looks whole, and the member would have
 * forgotten what it had acknowledged.
 *
 * <p>Written with each flush, to the system only: that costs no fsync, survives the process, and after a power cut names
 * an earlier entry at worst, which is still true. Made durable whenever a new file of the log is. It names what an earlier
 * flush made durable, never what the present one will, and is lowered, durably, before the log is cut back.
 *
 * <p>Any thread.
 */
final class LogMark {
    private static final Logger LOG = LoggerFactory.getLogger(LogMark.class);
    private static final byte[] HEAD = "LogMark1".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = HEAD.length + Long.BYTES + Integer.BYTES;

    private final DurableFiles files;
    private final Path path;

    private @Nullable InPlaceFile file;

    /** What is on the disk of the log for certain. */
    private long durable = -1;

    /** The last index that remains once the truncations are done that are under way. */
    private long kept = Long.MAX_VALUE;

    private int truncations;

    LogMark(DurableFiles files, Path group) {
        this.files = files;
        this.path = group.resolve("log-mark");
    }

    /**
     * Refuses a log that ends before the mark. Changes nothing. A mark that is missing or damaged says nothing.
     *
     * @param last the newest entry in the log or in the snapshot in use
     * @throws IOException in one line what is missing, and what to do
     */
    void check(Path logDir, long last) throws IOException {
        long marked = read();
        if (marked > last) {
            throw new IOException(
                    "the log in " + logDir + " ends at index " + last + ", and this member had written it up to "
                            + marked
                            + " at least: its newest file is missing or was cut. Put the file back as it was; where it is"
                            + " lost, " + GroupStorage.START_ANEW);
        }
    }

    private long read() throws IOException {
        if (!Files.exists(path)) {
            return -1;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        if (bytes.remaining() == BYTES && bytes.equals(ByteBuffer.wrap(encode(bytes.getLong(HEAD.length))))) {
            return bytes.getLong(HEAD.length);
        }
        LOG.warn("{} is damaged: not used, and written anew", path);
        return -1;
    }

    /** @param last the log's newest entry, which is on the disk */
    synchronized void open(long last) throws IOException {
        file = files.openInPlace(path);
        durable = last;
        write();
    }

    /**
     * Before a flush, on the log's own thread. What was told here the last time is on the disk by now.
     *
     * @param index the newest entry that will be on the disk behind the flush
     * @param newFile whether the log goes on in a new file
     */
    synchronized void flushing(long index, boolean newFile) throws IOException {
        if (file == null) {
            return;
        }
        write();
        if (newFile) {
            file.force();
        }
        durable = index;
    }

    /**
     * The log is about to be cut back. Once this returns the mark cannot name what will be gone.
     *
     * @param index the first entry that goes
     * @return to be waited for, with {@link CompletableFuture#get()}, by the log's own thread when it has been done; earlier
     *     flushes may come until then
     */
    synchronized CompletableFuture<Void> truncating(long index) {
        kept = Math.min(kept, index - 1);
        int number = ++truncations;
        CompletableFuture<Void> done = new CompletableFuture<>() {
            @Override
            public Void get() throws InterruptedException, ExecutionException {
                Void none = super.get();
                truncated(number);
                return none;
            }
        };
        try {
            write();
            if (file != null) {
                file.force();
            }
            done.complete(null);
        } catch (IOException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    private synchronized void truncated(int number) {
        durable = Math.min(durable, kept);
        if (number == truncations) {
            kept = Long.MAX_VALUE;
        }
    }

    private void write() throws IOException {
        if (file != null) {
            file.write(encode(Math.min(durable, kept)));
        }
    }

    private static byte[] encode(long index) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(HEAD).putLong(index);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, BYTES - Integer.BYTES);
        return bytes.putInt((int) crc.getValue()).array();
    }

    /** Once nothing is written to the log any more. */
    synchronized void close() {
        InPlaceFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("{}: {}", path, e.toString());
            }
        }
    }
}
