package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.FileTasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a member whose state was not that of the majority. A mark in it says so, made before the member halts; at
 * the next start the log and the member's record are moved aside, for whoever looks for the cause, and the member is one
 * whose folder is empty: it comes back under a new life, and never as the one that votes and acknowledges with that state.
 *
 * <p>A few such folders are kept. Behind them the member does not start any more: a machine that makes a member differ
 * again and again is broken. Stateless; used by one thread at a time.
 */
public final class DivergedFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DivergedFolder.class);

    /** In the data folder, and at last in the folder that is kept. */
    static final String MARK = "diverged";

    private static final String KEPT = "kept-diverged-";
    static final int KEPT_MAX = 3;

    /** All that the member's identity and state consist of; the record last, since without it nothing is started. */
    private static final List<String> MOVED = List.of("raft", "raft.new", "raft-removed", "member");

    private DivergedFolder() {}

    /** Makes the mark, durably. Before the member halts. */
    public static void mark(DurableFiles files, Path dataDir, String why) throws IOException {
        FileTasks.replace(files, dataDir.resolve(MARK), (why + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Moves aside what a mark says must not be started from; nothing where there is none. A crash on the way is made up for
     * at the next start, since the mark itself goes last.
     *
     * @throws IOException where as many are kept as may be, or it cannot be made durable; one line
     */
    static void keepAside(DurableFiles files, Path dataDir) throws IOException {
        Path mark = dataDir.resolve(MARK);
        if (!Files.exists(mark)) {
            return;
        }
        Path aside = aside(dataDir);
        files.createDirectories(aside);
        for (String name : MOVED) {
            Path path = dataDir.resolve(name);
            if (Files.exists(path)) {
                files.rename(path, aside.resolve(name));
            }
        }
        files.forceDirectory(aside);
        files.forceDirectory(dataDir);
        files.rename(mark, aside.resolve(MARK));
        files.forceDirectory(aside);
        files.forceDirectory(dataDir);
        LOG.warn(
                "this member's state was not that of the majority when it halted: its data is kept in {}, and it comes"
                        + " back as a new member",
                aside);
    }

    /** One that was begun and not finished, or the next one. */
    private static Path aside(Path dataDir) throws IOException {
        for (int i = 1; i <= KEPT_MAX; i++) {
            Path aside = dataDir.resolve(KEPT + i);
            if (!Files.exists(aside.resolve(MARK))) {
                return aside;
            }
        }
        throw new IOException("this member's state differed from that of the majority " + (KEPT_MAX + 1)
                + " times, so that memory or disk of this machine must be suspected: check them, move the folders "
                + dataDir.resolve(KEPT + "*") + " away, and start it again");
    }
}
