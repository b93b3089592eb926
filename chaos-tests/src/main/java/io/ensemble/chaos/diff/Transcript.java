package io.ensemble.chaos.diff;

import java.util.List;
import java.util.Map;

/**
 * All that one server let the clients of a script see.
 *
 * @param clients what each client saw; one more list than clients: the last is the final state of the tree
 * @param sessions the label of each session id, by order of opening
 * @param movedAgain handshakes that were tried again because the member did not know of the move before
 * @param startMs the machine's wall clock when it began
 */
public record Transcript(
        ScriptEnvironment environment,
        List<List<Observation>> clients,
        Map<Long, String> sessions,
        int movedAgain,
        long startMs) {}
