package io.ensemble.server.consensus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the file system to make every change of names in Ratis' log folder durable before it returns. Ratis creates and
 * renames the log's files and never forces the folder, so that after a power cut a file may be gone whose entries were
 * forced and acknowledged. ext4 and btrfs have an attribute of the folder for it, which the owner may set and Java cannot:
 * hence the system's own program.
 */
final class SynchronousNames {

    private static final Logger LOG = LoggerFactory.getLogger(SynchronousNames.class);

    private SynchronousNames() {}

    /** Returns whether the file system does so from now on; if not, {@link LogDirForcer} is what there is. */
    static boolean request(Path directory) {
        String why;
        try {
            Process process = new ProcessBuilder("chattr", "+D", directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return true;
            }
            process.destroyForcibly();
            why = "chattr +D fails";
        } catch (IOException e) {
            why = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = "interrupted";
        }
        LOG.warn(
                "names in {} are not durable at once ({}): a power cut within milliseconds of a new file of the log may"
                        + " lose it; a file system mounted with dirsync has no such gap",
                directory,
                why);
        return false;
    }
}
