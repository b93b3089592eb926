package io.ensemble.server.zookeeper.word;

import io.ensemble.server.lane.LaneSession;
import io.ensemble.server.lane.WatchTable;
import io.ensemble.server.zookeeper.ZkConnection;
import io.ensemble.server.zookeeper.ZkLane;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one lane has to say to a word; collected on the lane, then put together with the other lanes'. Immutable. */
record WordReport(
        List<String> connections,
        Map<String, TreeSet<Long>> watches,
        long watchCount,
        int pathCount,
        int watcherCount) {

    /** What a word wants to know of each lane. */
    enum Part {
        COUNTS,
        CONNECTIONS,
        BRIEF_CONNECTIONS,
        WATCHES,
        RESET
    }

    /** On the lane. */
    static WordReport of(ZkLane lane, Part part) {
        WatchTable table = lane.lane().watches();
        List<String> lines = new ArrayList<>();
        Map<String, TreeSet<Long>> watches = new TreeMap<>();
        switch (part) {
            case CONNECTIONS, BRIEF_CONNECTIONS -> {
                for (ZkConnection connection : lane.connections()) {
                    lines.add(connection.line(part == Part.BRIEF_CONNECTIONS));
                }
            }
            case WATCHES ->
                table.forEach((watcher, path) -> watches.computeIfAbsent(path, p -> new TreeSet<>())
                        .add(watcher instanceof LaneSession session ? session.id() : 0L));
            case RESET -> lane.connections().forEach(ZkConnection::resetStats);
            case COUNTS -> {}
        }
        return new WordReport(lines, watches, table.size(), table.pathCount(), table.watcherCount());
    }

    static WordReport together(List<WordReport> reports) {
        List<String> lines = new ArrayList<>();
        Map<String, TreeSet<Long>> watches = new TreeMap<>();
        long watchCount = 0;
        int pathCount = 0;
        int watcherCount = 0;
        for (WordReport report : reports) {
            lines.addAll(report.connections);
            report.watches.forEach((path, ids) ->
                    watches.computeIfAbsent(path, p -> new TreeSet<>()).addAll(ids));
            watchCount += report.watchCount;
            pathCount += report.pathCount;
            watcherCount += report.watcherCount;
        }
        return new WordReport(lines, watches, watchCount, pathCount, watcherCount);
    }

    /** The watches by session instead of by path. */
    Map<Long, TreeSet<String>> bySession() {
        Map<Long, TreeSet<String>> bySession = new LinkedHashMap<>();
        watches.forEach((path, ids) -> ids.forEach(
                id -> bySession.computeIfAbsent(id, i -> new TreeSet<>()).add(path)));
        return bySession;
    }
}
