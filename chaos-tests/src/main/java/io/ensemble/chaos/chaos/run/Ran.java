package io.ensemble.chaos.chaos.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run did, in short; kept in its folder. Immutable.
 *
 * @param faults how often each strike was carried out, pairs with a plus between their names
 */
public record Ran(
        long seed, int members, int seconds, List<String> workloads, Map<String, Integer> faults, boolean ok) {
    private static final String FILE = "ran.json";

    void write(Path folder) throws IOException {
        new ObjectMapper().writeValue(folder.resolve(FILE).toFile(), this);
    }

    /** Those that are kept in the folders of a folder. */
    public static List<Ran> below(Path folder) throws IOException {
        List<Ran> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (Stream<Path> runs = Files.list(folder)) {
            for (Path file :
                    runs.map(run -> run.resolve(FILE)).filter(Files::exists).toList()) {
                all.add(new ObjectMapper().readValue(file.toFile(), Ran.class));
            }
        }
        return all;
    }

    /** How often this fault met this workload. */
    public int count(String fault, String workload) {
        if (!workloads.contains(workload)) {
            return 0;
        }
        return faults.entrySet().stream()
                .filter(each -> List.of(each.getKey().split("\\+")).contains(fault))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
