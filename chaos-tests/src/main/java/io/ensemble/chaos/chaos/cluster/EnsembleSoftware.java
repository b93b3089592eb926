package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Ensemble's server, on the class path of this program. Its thresholds are small, so that snapshots, new log segments and
 * purges, which are rare otherwise, come every few seconds.
 */
public final class EnsembleSoftware implements Software {
    private static final String MAIN = "io.ensemble.server.main.Main";
    private static final String SMALL_THRESHOLDS = """
            log: { entryBytesMax: 512KiB, segmentBytesMax: 1MiB, entriesKept: 100 }
            snapshot: { logBytes: 16KiB }
            """;
    /** In the configuration of a member that purges nothing of its log. */
    public static final String KEEPS_ALL = "entriesKept: 100000000";

    private static final String WHOLE_LOG = "log: { entryBytesMax: 512KiB, segmentBytesMax: 1MiB, " + KEEPS_ALL + " }\n"
            + "snapshot: { logBytes: 16KiB }\n";

    private static final int ADMIN = 1;
    private static final int RAFT = 2;
    private static final int PEER = 3;
    private static final int FORMATION = 4;
    private static final int GRPC = 5;

    /** The index, among a member's ports, of the one where changes of membership are asked for. */
    public static final int FORMATION_PORT = FORMATION;

    /** The index, among a member's ports, of the one of the native API. */
    public static final int GRPC_PORT = GRPC;

    private final String settings;
    private final IntFunction<List<Integer>> listed;

    /** With small thresholds. */
    public EnsembleSoftware() {
        this(SMALL_THRESHOLDS, member -> List.of());
    }

    private EnsembleSoftware(String settings, IntFunction<List<Integer>> listed) {
        this.settings = settings;
        this.listed = listed;
    }

    /** With small thresholds. @param listed the members that a member's configuration lists, if not all of the layout */
    public static EnsembleSoftware listing(IntFunction<List<Integer>> listed) {
        return new EnsembleSoftware(SMALL_THRESHOLDS, listed);
    }

    /** With small thresholds, and a log that is never purged, so that it can be read from its beginning. */
    public static EnsembleSoftware keepingItsLog() {
        return new EnsembleSoftware(WHOLE_LOG, member -> List.of());
    }

    /** With the thresholds that it has by itself, and these settings besides. */
    public static EnsembleSoftware asDelivered(String settings) {
        return new EnsembleSoftware(settings + "\n", member -> List.of());
    }

    @Override
    public int portsPerMember() {
        return 5;
    }

    @Override
    public boolean saysWhyItHalts() {
        return true;
    }

    @Override
    public boolean tellsDigests() {
        return true;
    }

    @Override
    public List<String> command(int member, Path folder, Layout layout) throws IOException {
        Path configuration = folder.resolve("config.yaml");
        Files.writeString(configuration, configuration(member, folder, layout));
        List<String> command = new ArrayList<>(Software.java("256m", System.getProperty("java.class.path")));
        // The member's own logging, and not that of the tests, which may come first on this class path.
        command.add(1, "-Dlogback.configurationFile=logback.xml");
        command.addAll(List.of(MAIN, "server", "--config", configuration.toString()));
        return command;
    }

    private String configuration(int member, Path folder, Layout layout) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("member: ").append(member).append('\n');
        yaml.append("data: ").append(data(folder)).append('\n');
        String host = layout.host(member);
        yaml.append("client: { host: " + host + ", port: " + layout.port(member, 0) + ", requestBytesMax: 256KiB }\n");
        yaml.append("admin: { host: " + host + ", port: " + layout.port(member, ADMIN) + " }\n");
        yaml.append("grpc: { host: " + host + ", port: " + layout.port(member, GRPC) + " }\n");
        yaml.append("peer: { host: " + host + " }\n");
        yaml.append("members:\n");
        List<Integer> members = listed.apply(member);
        for (int each = 1; each <= layout.members(); each++) {
            if (!members.isEmpty() && !members.contains(each)) {
                continue;
            }
            yaml.append("  - { number: ").append(each).append(", host: ").append(layout.host(each));
            yaml.append(", raft: ").append(layout.port(each, RAFT));
            yaml.append(", peer: ").append(layout.port(each, PEER));
            yaml.append(", formation: ").append(layout.port(each, FORMATION)).append(" }\n");
        }
        yaml.append(settings);
        return yaml.toString();
    }
}
