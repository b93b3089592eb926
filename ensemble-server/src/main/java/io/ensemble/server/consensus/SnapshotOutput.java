package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.DurableFiles.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Writes a snapshot's file: buffered, its digest computed on the way, and forced every few megabytes, so that the log's
 * own syncs never wait behind a hundred of them. Confined to one thread.
 */
final class SnapshotOutput extends OutputStream {

    private static final int FORCE_EVERY_BYTES = 4 << 20;

    private final OutputFile file;
    private final MessageDigest md5 = SnapshotFile.newDigest();
    private final byte[] buffer = new byte[1 << 16];
    private int buffered;
    private int unforced;

    SnapshotOutput(OutputFile file) {
        this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
        if (buffered == buffer.length) {
            drain();
        }
        buffer[buffered++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int rest = length;
        while (rest > 0) {
            if (buffered == buffer.length) {
                drain();
            }
            int n = Math.min(rest, buffer.length - buffered);
            System.arraycopy(bytes, from, buffer, buffered, n);
            buffered += n;
            from += n;
            rest -= n;
        }
    }

    /** Makes all of it durable and returns its digest. */
    byte[] finish() throws IOException {
        drain();
        file.force();
        return md5.digest();
    }

    private void drain() throws IOException {
        md5.update(buffer, 0, buffered);
        file.write(buffer, 0, buffered);
        unforced += buffered;
        buffered = 0;
        if (unforced >= FORCE_EVERY_BYTES) {
            file.force();
            unforced = 0;
        }
    }
}
