package io.ensemble.chaos.chaos.plant;

import java.util.List;

/** Bugs of what clients are told, and in what order. */
final class LanePlants {
    private static final String TABLE = "lane/WatchTable";

    static final List<Plant> ALL = List.of(
            Plant.of("stale-barrier", "a member answers sync by itself", Edit.withoutGuards("BARRIER_THROUGH_LOG")),
            Plant.of(
                    "read-of-the-past",
                    "a read now and then runs at the state before the last entry",
                    Edit.server(
                            "lane/Lane",
                            "            state = next.after();\n",
                            "            state = next.applied() != null && next.index() % 20 == 0"
                                    + " ? next.applied().before() : next.after();\n")),
            Plant.of(
                    "read-of-the-future",
                    "a read between two writes of its session runs behind both",
                    Edit.withoutGuards("FROZEN_READ")),
            Plant.of(
                    "event-after-answer",
                    "a change is told behind the answer that shows it",
                    Edit.withoutGuards("EVENTS_BEFORE_ANSWER")),
            Plant.of(
                    "event-lost",
                    "one event in ten is not sent",
                    Edit.server(TABLE, "if (watcher.mayRead(acl)) {", "if (watcher.mayRead(acl) && zxid % 10 != 0) {")),
            Plant.of(
                            "event-lost-on-move",
                            "a client that comes back is not told what changed meanwhile",
                            Edit.server(
                                    "zookeeper/WatchRequests",
                                    "missed(EventType.NODE_DATA_CHANGED, path);",
                                    "watches.add(watcher, path, Kind.DATA);"))
                    .under("kill-any", "kill-leader"));

    private LanePlants() {}
}
