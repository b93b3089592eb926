package io.ensemble.bench;

import io.ensemble.bench.cluster.StageTimes;
import io.ensemble.bench.load.LoadResult;
import io.ensemble.bench.report.Recorder;
import io.ensemble.bench.report.RunReport.Round;
import java.util.List;
import java.util.Map;

/**
 * One round of one row on one ensemble.
 *
 * @param cpuCores processor time of each member by the measured time, in the members' order
 * @param residentMib resident memory of each member at the end of the measured time
 * @param generatorCores processor time of the generator by the time of the load
 * @param stages where the time of writes went, for those that say so
 */
record Measurement(
        LoadResult load,
        List<Double> cpuCores,
        List<Long> residentMib,
        double generatorCores,
        Map<String, StageTimes> stages) {
    Measurement {
        cpuCores = List.copyOf(cpuCores);
        residentMib = List.copyOf(residentMib);
        stages = Map.copyOf(stages);
    }

    Round recorded() {
        return Recorder.round(load, cpuCores, residentMib, generatorCores);
    }
}
