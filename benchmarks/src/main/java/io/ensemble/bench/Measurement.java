package io.ensemble.bench;

import io.ensemble.bench.load.LoadResult;
import java.util.List;

/**
 * One round of one row on one ensemble.
 *
 * @param cpuCores processor time of each member by the measured time, in the members' order
 * @param residentMib resident memory of each member at the end of the measured time
 * @param generatorCores processor time of the generator by the time of the load
 */
record Measurement(LoadResult load, List<Double> cpuCores, List<Long> residentMib, double generatorCores) {
    Measurement {
        cpuCores = List.copyOf(cpuCores);
        residentMib = List.copyOf(residentMib);
    }
}
