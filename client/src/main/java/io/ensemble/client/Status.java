package io.ensemble.client;

import java.util.List;

/**
 * What a member knows of itself and of the ensemble. Immutable.
 *
 * @param leader 0 where it knows of none
 */
public record Status(
        int member,
        boolean serving,
        int leader,
        long term,
        long zxid,
        long appliedIndex,
        long znodes,
        long sessions,
        String version,
        List<Integer> voters) {
    public Status {
        voters = List.copyOf(voters);
    }
}
