package io.ensemble.chaos.chaos.workload;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/** One sort of load: its znodes, and the workers that use them. Without state of its own. */
public interface Workload {
    /** Its name on the command line. */
    String title();

    /** What must be there before it begins. */
    void setUp(Scene scene, Znodes znodes) throws InterruptedException;

    /**
     * Its workers.
     *
     * @param processes gives each worker's number
     */
    List<Worker> workers(Scene scene, IntSupplier processes, SplittableRandom random);

    /** Where ephemerals of sessions that were left to their timeout may be; they must go by themselves. */
    default List<String> parentsOfEphemerals() {
        return List.of();
    }

    /** Makes znodes before a run. */
    @FunctionalInterface
    interface Znodes {
        /** Makes a persistent one, unless it is there. */
        void make(String path, String value) throws InterruptedException;
    }
}
