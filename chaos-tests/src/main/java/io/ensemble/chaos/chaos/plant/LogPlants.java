package io.ensemble.chaos.chaos.plant;

import java.util.List;

/** Bugs of what is durable, and when. */
final class LogPlants {
    static final List<Plant> ALL = List.of(
            Plant.of(
                            "ack-before-fsync",
                            "the log acknowledges an entry before it is on the disk",
                            Edit.server(
                                    "consensus/RaftSettings",
                                    "Log.setUnsafeFlushEnabled(p, false);",
                                    "Log.setUnsafeFlushEnabled(p, true);"))
                    .by("powercut", "--rounds", "2", "--moments", "random"),
            Plant.of("fsync-skipped", "no fsync does anything, and all say that they did")
                    .by("powercut", "--rounds", "3", "--moments", "random", "--plant-skipped-fsync"),
            Plant.of(
                            "directory-not-synced",
                            "new and renamed files are synced, their names are not",
                            Edit.server("consensus/files/DiskFiles", "force(directory, StandardOpenOption.READ);", ""))
                    .by("powercut", "--rounds", "5", "--moments", "roll,snapshot,vote"),
            Plant.of(
                            "snapshot-misses-znode",
                            "a snapshot lacks the last znode of each folder",
                            Edit.protocol("snapshot/StateWriter", """
                    out.putLong(folder.childCount());
                    out.putString(path);
                    folder.forEachChild((name, child) -> named(name, child));
""", """
                    int[] left = {Math.max(1, folder.childCount() - 1)};
                    out.putLong(left[0]);
                    out.putString(path);
                    folder.forEachChild((name, child) -> {
                        if (left[0]-- > 0) {
                            named(name, child);
                        }
                    });
"""))
                    .under("kill-any", "kill-all", "rolling-restart")
                    .orBy("snapshot"));

    private LogPlants() {}
}
