package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.DurableFiles;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.ratis.server.raftlog.RaftLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the name of each new file of the log durable before anything in that file counts. Ratis creates, renames and
 * deletes the log's files and never forces their folder, so that after a power cut a file may be gone whose entries were
 * forced. It does ask its state machine, on the log's own thread, before each flush, and waits for the answer before it
 * says how far the log is on the disk, to itself as a leader or to the leader: that is where the folder is forced, once
 * for each file that Ratis has opened.
 *
 * <p>Which file is open only Ratis' own object knows, looked up by name: where a version has it elsewhere, the folder is
 * forced with each flush, which costs time and no safety. Confined to the log's thread, but for {@link #watch}.
 */
final class SegmentNames {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentNames.class);

    private final DurableFiles files;
    private final Path logDir;

    /** Gives Ratis' object for the file that is written to now, or null where that is not known. */
    private volatile Supplier<@Nullable Object> openFile = () -> null;

    private @Nullable Object durable;

    SegmentNames(DurableFiles files, Path logDir) {
        this.files = files;
        this.logDir = logDir;
    }

    /** Called once the log is loaded; before, the folder is forced with each flush. */
    void watch(RaftLog log) {
        Supplier<@Nullable Object> found = find(log);
        if (found != null) {
            openFile = found;
        }
    }

    /** Called before a flush, on the log's thread; whether the log goes on in another file than at the last call. */
    boolean flushing() throws IOException {
        Object open = openFile.get();
        if (open != null && open == durable) {
            return false;
        }
        files.forceDirectory(logDir);
        durable = open;
        return true;
    }

    private static @Nullable Supplier<@Nullable Object> find(RaftLog log) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(log.getClass(), MethodHandles.lookup());
            Object worker = lookup.unreflectGetter(log.getClass().getDeclaredField("fileLogWorker"))
                    .invoke(log);
            MethodHandle out = MethodHandles.privateLookupIn(worker.getClass(), MethodHandles.lookup())
                    .unreflectGetter(worker.getClass().getDeclaredField("out"))
                    .bindTo(worker)
                    .asType(MethodType.methodType(Object.class));
            return () -> read(out);
        } catch (Throwable e) {
            LOG.warn("the log's folder is forced with each flush: {}", e.toString());
            return null;
        }
    }

    private static @Nullable Object read(MethodHandle out) {
        try {
            return (Object) out.invokeExact();
        } catch (Throwable e) {
            return null;
        }
    }
}
