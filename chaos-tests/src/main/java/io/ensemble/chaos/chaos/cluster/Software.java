package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a member runs. */
public interface Software {
    /** Ports that each member needs beside its client port. */
    int portsPerMember();

    /**
     * Writes a member's configuration and gives the command that starts it.
     *
     * @param member from 1 on
     * @param folder of the member, for configuration and data; it exists
     */
    List<String> command(int member, Path folder, Layout layout) throws IOException;

    /** Where below its folder a member keeps its data. */
    default Path data(Path folder) {
        return folder.resolve("state");
    }

    /**
     * Whether a member that halts says why in its last lines, and ends with one of these. What halts otherwise, where a
     * fault allows it to halt, is then found fault with.
     */
    default boolean saysWhyItHalts() {
        return false;
    }

    /** Whether a member's {@code mntr} has the digest of its state and the index at which it stands. */
    boolean tellsDigests();

    /** Words in front of the main class and its arguments: the Java of this program, small. */
    static List<String> java(String heap, String classPath) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath);
    }
}
