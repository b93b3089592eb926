package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Counts in the members' output how they came up. */
final class Restarts {
    /** A member says at its start which snapshot it restored, and what of the log stands behind it. */
    private static final Pattern SNAPSHOT = Pattern.compile("restored from snapshot");

    private final RealCluster cluster;

    Restarts(RealCluster cluster) {
        this.cluster = cluster;
    }

    String summary() throws IOException {
        long withSnapshot = 0;
        for (int member = 1; member <= cluster.members(); member++) {
            Path output = cluster.folder(member).resolve("output.log");
            withSnapshot += Files.readAllLines(output).stream()
                    .filter(line -> SNAPSHOT.matcher(line).find())
                    .count();
        }
        return "restarts of a member that loaded a snapshot: " + withSnapshot;
    }
}
