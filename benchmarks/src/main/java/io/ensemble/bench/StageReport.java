package io.ensemble.bench;

import io.ensemble.bench.cluster.StageTimes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The lines that say where the time of a write went. Stateless. */
final class StageReport {
    /** In the order in which a write goes through them; what is not among them is left out. */
    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put("gather", "client's member: request decoded -> batch sent");
        MEANINGS.put("log", "client's member: batch sent -> applied there");
        MEANINGS.put("answer", "client's member: applied -> answers flushed");
        MEANINGS.put("leader_gather", "within log, leader: batch received -> entry submitted");
        MEANINGS.put("leader_log", "within log, leader: entry submitted -> applied there");
        MEANINGS.put("flush", "within log, all members: one write to disk, with fsync");
    }

    private StageReport() {}

    /** @param rounds the stages of each round; a line for each stage that was timed at all */
    static String lines(String system, List<Map<String, StageTimes>> rounds) {
        Map<String, StageTimes> all = new TreeMap<>();
        rounds.forEach(round -> round.forEach((stage, times) -> all.merge(stage, times, StageTimes::plus)));
        StringBuilder text = new StringBuilder();
        MEANINGS.forEach((stage, meaning) -> {
            StageTimes times = all.get(stage);
            if (times != null && times.count() > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-17s %s stage %-13s p50 %6.3f ms, mean %6.3f ms  (%s)%n",
                        "",
                        system,
                        stage,
                        times.medianMs(),
                        times.meanMs(),
                        meaning));
            }
        });
        return text.toString();
    }
}
