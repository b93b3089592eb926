package io.ensemble.chaos.chaos.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, in short; kept in its folder. Immutable.
 *
 * @param faults how often each strike was carried out, pairs with a plus between their names
 * @param withEffect how often each fault met something; runs of former times did not ask
 */
public record Ran(
        long seed,
        int members,
        int seconds,
        List<String> workloads,
        Map<String, Integer> faults,
        @Nullable Map<String, Integer> withEffect,
        boolean ok) {
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

    /** The run of this folder, where it was kept. */
    static Optional<Ran> of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        return Files.exists(file)
                ? Optional.of(new ObjectMapper().readValue(file.toFile(), Ran.class))
                : Optional.empty();
    }

    /** How often this fault met this workload, and something to do harm to. */
    public int count(String fault, String workload) {
        if (!workloads.contains(workload)) {
            return 0;
        }
        if (withEffect != null) {
            return withEffect.getOrDefault(fault, 0);
        }
        return faults.entrySet().stream()
                .filter(each -> List.of(each.getKey().split("\\+")).contains(fault))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
