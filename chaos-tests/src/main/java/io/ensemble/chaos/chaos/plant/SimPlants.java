package io.ensemble.chaos.chaos.plant;

import java.util.List;

/** Bugs that take interleavings which real processes meet too rarely: looked for in the simulation, by taking a guard out. */
final class SimPlants {
    static final List<Plant> ALL = List.of(
            plant("gap-skipped", "a batch is applied although the one before it is missing", "GAP_IN_BATCHES"),
            plant("old-life-acts", "a batch of a member's former life is applied", "INCARNATION"),
            plant(
                    "old-connection-acts",
                    "what a former connection of a session had in flight is done",
                    "ATTACHMENT_OF_COMMAND"),
            plant(
                    "old-attach-steals",
                    "an attach that was long under way takes a session back",
                    "ATTACH_IS_COMPARE_AND_SET"),
            plant("expiry-of-old-term", "a leader of the past ends sessions", "TERM_OF_LEADER_COMMAND"),
            plant(
                    "old-silence-counts",
                    "a leader counts silence from when it led before",
                    "FULL_TIMEOUT_FOR_NEW_LEADER"),
            plant("expiry-without-quorum", "a leader that is cut off ends sessions", "EXPIRY_NEEDS_QUORUM"),
            plant("leader-too-early", "a new leader takes writes before it knows the last one's", "LEADER_READY"));

    private SimPlants() {}

    private static Plant plant(String title, String bug, String guard) {
        return Plant.of(title, bug).by(Plant.SIMULATION, guard);
    }
}
