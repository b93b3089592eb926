package io.ensemble.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ensemble.bench.load.LoadResult;
import io.ensemble.bench.load.Slices.Slice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private static RunReport report() {
        Histogram latency = new Histogram(3);
        for (int i = 1; i <= 1000; i++) {
            latency.recordValue(i * 1_000_000L);
        }
        LoadResult load = new LoadResult(
                2, latency, List.of(new Slice(1000, 500, 990, 1000)), 1000, 1000, Map.of(), 0, 0, 0, 0, 0.5);
        Recorder recorder = new Recorder(CLOCK, Map.of("Ensemble", "</script>"), Map.of("rounds", "1"));
        recorder.add(
                "row",
                "what",
                List.of(Recorder.system(
                        "A", List.of(Recorder.round(load, List.of(0.5), List.of(300L), 0.1)), List.of(load))));
        return recorder.report();
    }

    @Test
    void shouldKeepEveryFigure() throws Exception {
        ReportFiles.write(report(), folder);

        JsonNode read =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertThat(read.path("began").asText()).isEqualTo("2026-01-02T03:04:05Z");
        JsonNode system = read.path("rows").path(0).path("systems").path(0);
        assertThat(system.path("rounds").path(0).path("perSecond").asDouble()).isEqualTo(500);
        assertThat(system.path("rounds").path(0).path("p99").asDouble()).isBetween(989.0, 992.0);
        assertThat(system.path("rounds")
                        .path(0)
                        .path("slices")
                        .path(0)
                        .path("count")
                        .asInt())
                .isEqualTo(1000);
        JsonNode points = system.path("percentiles");
        assertThat(points.path(points.size() - 1).path("part").asDouble()).isEqualTo(1);
        assertThat(read.path("machine").path("processors").asText()).isNotEmpty();
    }

    @Test
    void shouldPutTheDataIntoThePageWithoutEndingItsScript() throws Exception {
        String page = Files.readString(ReportFiles.write(report(), folder));

        assertThat(page).contains("2026-01-02T03:04:05Z").doesNotContain("\"DATA\"");
        // The two scripts of the page itself.
        assertThat(page.split("</script>", -1)).hasSize(3);
    }
}
