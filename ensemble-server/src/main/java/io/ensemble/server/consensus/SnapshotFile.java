package io.ensemble.server.consensus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;

/**
 * A snapshot on disk, under the names that Ratis gives it: {@code snapshot.TERM_INDEX}, and beside it
 * {@code snapshot.TERM_INDEX.md5}, the digest in md5sum's format. Immutable.
 */
record SnapshotFile(Path path, long term, long index) {

    private static final Pattern NAME = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");
    private static final Pattern DIGEST = Pattern.compile("([0-9a-f]{32}) [ *](.+)");

    static SnapshotFile in(Path directory, long term, long index) {
        return new SnapshotFile(directory.resolve("snapshot." + term + "_" + index), term, index);
    }

    static Optional<SnapshotFile> of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches()
                ? Optional.of(new SnapshotFile(path, Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                : Optional.empty();
    }

    Path digestPath() {
        return path.resolveSibling(path.getFileName() + ".md5");
    }

    /** What {@link #digestPath} holds. */
    byte[] digestFileContent(byte[] digest) {
        String line = HexFormat.of().formatHex(digest) + " *" + path.getFileName() + "\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    }

    /**
     * Reads the whole file and compares it with its digest.
     *
     * @throws IOException where they differ, or either is missing
     */
    void verify() throws IOException {
        if (!MessageDigest.isEqual(storedDigest(), computeDigest())) {
            throw new IOException(path + " is damaged: it differs from its checksum in " + digestPath());
        }
    }

    /** What Ratis knows of a snapshot. */
    SingleFileSnapshotInfo info() throws IOException {
        return new SingleFileSnapshotInfo(new FileInfo(path, MD5Hash.newInstance(storedDigest())), term, index);
    }

    private byte[] storedDigest() throws IOException {
        String line;
        try {
            line = Files.readString(digestPath(), StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException e) {
            throw new IOException(path + " has no checksum: " + digestPath() + " is missing", e);
        }
        Matcher digest = DIGEST.matcher(line);
        if (!digest.matches()) {
            throw new IOException(digestPath() + " holds no checksum");
        }
        return HexFormat.of().parseHex(digest.group(1));
    }

    private byte[] computeDigest() throws IOException {
        MessageDigest md5 = newDigest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(path)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                md5.update(buffer, 0, n);
            }
        }
        return md5.digest();
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
