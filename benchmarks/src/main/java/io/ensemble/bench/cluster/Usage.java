package io.ensemble.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process has used so far, from {@code /proc}.
 *
 * @param cpuSeconds processor time, user and system, of all its threads
 * @param residentBytes memory resident now
 */
public record Usage(double cpuSeconds, long residentBytes) {
    /** The unit of /proc/PID/stat, which Linux has fixed at a hundredth of a second towards programs. */
    private static final double TICKS_PER_SECOND = 100;
    /** Of the fields behind the name in brackets. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    public static Usage of(long pid) throws IOException {
        return new Usage(
                cpuSeconds(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))),
                residentBytes(Files.readString(Path.of("/proc", Long.toString(pid), "status"))));
    }

    /** The usage of each of some processes. */
    public static List<Usage> ofAll(List<Long> pids) throws IOException {
        List<Usage> all = new ArrayList<>();
        for (long pid : pids) {
            all.add(of(pid));
        }
        return all;
    }

    static double cpuSeconds(String stat) {
        // The name may hold blanks and brackets, so fields are counted from behind its last bracket.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    static long residentBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .map(kib -> kib << 10)
                .findFirst()
                .orElse(0);
    }
}
