package io.ensemble.state.command;

import java.util.List;

/**
 * One entry of the log, stamped by the leader that appended it. Immutable.
 *
 * @param term the term in which the leader made it
 * @param wallTimeMs the leader's wall clock, for ctime and mtime only
 * @param logClockMs the log clock; apply takes the larger of it and its own
 */
public record Entry(long term, long wallTimeMs, long logClockMs, List<Part> parts) {
    public Entry {
        parts = List.copyOf(parts);
    }
}
