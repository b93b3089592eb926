package io.ensemble.server.consensus.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Changes to files, each a step that a crash may follow. Nothing is durable before it was forced: a file's content by
 * {@link OutputFile#force} or {@link #forceFile}, its name (creation, rename, deletion) by {@link #forceDirectory} of
 * the directory that holds the name. Reading needs no such care and is done with the JDK directly.
 *
 * <p>Any thread. Every method throws {@link IOException} where the operating system refuses; an error of a force must
 * not be tried again, since the system may have dropped what it could not write.
 */
public interface DurableFiles {

    /** Creates the file, or empties the one that is there, for writing. */
    OutputFile create(Path file) throws IOException;

    /** Opens a small file, created where it is missing, that is written over again and again at the same place. */
    InPlaceFile openInPlace(Path file) throws IOException;

    /** Renames in one step, in place of what had the new name. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file, or an empty directory; nothing happens where there is none. */
    void delete(Path file) throws IOException;

    /** Cuts the file to a length, durably. */
    void truncate(Path file, long length) throws IOException;

    /** Creates the directory and its missing parents. */
    void createDirectories(Path directory) throws IOException;

    /** Makes a file's content durable that something else has written. */
    void forceFile(Path file) throws IOException;

    /**
     * Writes the first bytes of a file once more as they are, and makes the file durable: behind a failed force the system
     * may hold for written what is not.
     */
    void rewrite(Path file, long length) throws IOException;

    /** Makes the names in the directory durable. */
    void forceDirectory(Path directory) throws IOException;

    /** A file that is being written from its start. Confined to one thread. */
    interface OutputFile extends Closeable {
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Makes what was written durable. */
        void force() throws IOException;
    }

    /** A file that is written over at its start. Confined to one thread at a time; an interrupt does it no harm. */
    interface InPlaceFile extends Closeable {
        /** @param bytes at most 512, so that a power cut leaves either these or those before */
        void write(byte[] bytes) throws IOException;

        /** Makes what was written durable. */
        void force() throws IOException;
    }
}
