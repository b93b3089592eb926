package io.ensemble.bench;

import io.ensemble.bench.load.Operation;
import io.ensemble.bench.load.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One row of the comparison: what each connection asks for, how many connections with how many requests in flight each, and which members
 * they go to.
 */
enum Row {
    SET_30X16("set-30x16", Pattern.of(Operation.SET), 30, 16, Target.ALL),
    GET_30X16("get-30x16", Pattern.of(Operation.GET), 30, 16, Target.ALL),
    CREATE_30X16("create-30x16", Pattern.of(Operation.CREATE), 30, 16, Target.ALL),
    MIXED_30X16("mixed-30x16", Pattern.mostlyReads(9), 30, 16, Target.ALL),
    SYNC_GET_30X16("sync-get-30x16", Pattern.linearizableRead(), 30, 16, Target.ALL),
    SET_30X1("set-30x1", Pattern.of(Operation.SET), 30, 1, Target.ALL),
    GET_30X1("get-30x1", Pattern.of(Operation.GET), 30, 1, Target.ALL),
    SET_1X1_LEADER("set-1x1-leader", Pattern.of(Operation.SET), 1, 1, Target.LEADER),
    SET_1X1_FOLLOWER("set-1x1-follower", Pattern.of(Operation.SET), 1, 1, Target.FOLLOWER);

    /** The members that the connections of a row are spread over. */
    enum Target {
        ALL,
        LEADER,
        FOLLOWER
    }

    final String title;
    final Pattern pattern;
    final int connections;
    final int inFlight;
    final Target target;

    Row(String title, Pattern pattern, int connections, int inFlight, Target target) {
        this.title = title;
        this.pattern = pattern;
        this.connections = connections;
        this.inFlight = inFlight;
        this.target = target;
    }

    /** Whether each write waits for the one before it: then the stages add up to what a client sees. */
    boolean isOneWriter() {
        return connections == 1 && inFlight == 1 && pattern.operations().equals(List.of(Operation.SET));
    }

    /** The row in words. */
    String what() {
        String where = switch (target) {
            case ALL -> "spread over the members";
            case LEADER -> "at the member that leads";
            case FOLLOWER -> "at a member that follows";
        };
        return pattern + " on " + connections + (connections == 1 ? " connection" : " connections") + " with "
                + inFlight + " in flight each, " + where;
    }

    static Optional<Row> named(String title) {
        return Arrays.stream(values()).filter(row -> row.title.equals(title)).findFirst();
    }

    static List<String> titles() {
        return Arrays.stream(values()).map(row -> row.title).toList();
    }
}
