package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.server.consensus.offline.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Looks, before dead members are started again, at what they will find. Confined to the drill's thread. */
final class Restarts {
    private int all;
    private int withSnapshot;
    private int withLogBehindIt;
    private int torn;

    /** Looks at the files of every member; none may run. */
    void look(RealCluster cluster) throws IOException {
        for (int member = 1; member <= cluster.members(); member++) {
            all++;
            Path folder = cluster.folder(member);
            List<Path> snapshots = Files.isDirectory(folder) ? LogFiles.snapshots(folder) : List.of();
            if (!snapshots.isEmpty()) {
                withSnapshot++;
                withLogBehindIt += lastIndex(folder) > index(snapshots.get(snapshots.size() - 1)) ? 1 : 0;
            }
        }
    }

    private static long index(Path snapshot) {
        String name = snapshot.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('_') + 1));
    }

    /** A record that was being written is cut short; the member cuts it off, and it ends what is read here too. */
    private long lastIndex(Path folder) throws IOException {
        AtomicLong last = new AtomicLong(-1);
        List<Path> segments = LogFiles.segments(folder);
        for (Path segment : segments) {
            try {
                LogFiles.read(segment, record -> last.accumulateAndGet(record.index(), Math::max));
            } catch (IOException e) {
                if (!segment.equals(segments.get(segments.size() - 1))) {
                    throw e;
                }
                torn++;
            }
        }
        return last.get();
    }

    int withLogBehindSnapshot() {
        return withLogBehindIt;
    }

    String summary() {
        return all + " restarts of a member: " + withSnapshot + " loaded a snapshot, " + withLogBehindIt
                + " of them with log behind it; " + torn + " found a record that was cut short";
    }
}
