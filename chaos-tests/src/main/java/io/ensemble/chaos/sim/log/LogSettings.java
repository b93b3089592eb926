package io.ensemble.chaos.sim.log;

/**
 * How a simulated log behaves; times in virtual nanoseconds.
 *
 * @param electionMin shortest time without a leader before a member stands
 * @param electionMax longest
 * @param heartbeat time between a leader's messages where there is nothing to send
 * @param flushTypical how long an fsync mostly takes
 * @param flushLongest how long it seldom takes
 * @param applyTypical how long a committed entry mostly waits before it is applied
 * @param applyLongest how long it seldom waits
 * @param stepDownAfter how long a leader believes in itself without hearing of a majority
 * @param preVote whether a member asks whether it could win before it raises the term
 * @param pushesCommit whether a leader tells of a commit at once, else with what it sends next
 * @param refusesUnready whether proposals are refused before the term's first entry is applied
 * @param takesOldTerms whether a proposal made in an older term is appended by a member that leads in a newer one, as
 *     happens where term and log are not looked at in one step
 * @param refusal probability that a proposal is refused for no better reason than lack of room
 * @param metadata probability that an entry of the log's own follows a proposal
 * @param keptEntries most entries that are kept behind a snapshot when the log is purged
 */
public record LogSettings(
        long electionMin,
        long electionMax,
        long heartbeat,
        long flushTypical,
        long flushLongest,
        long applyTypical,
        long applyLongest,
        long stepDownAfter,
        boolean preVote,
        boolean pushesCommit,
        boolean refusesUnready,
        boolean takesOldTerms,
        double refusal,
        double metadata,
        int keptEntries) {

    private static final long MS = 1_000_000L;

    public static final LogSettings DEFAULT = new LogSettings(
            300 * MS,
            600 * MS,
            100 * MS,
            MS / 5,
            30 * MS,
            MS / 20,
            20 * MS,
            1_500 * MS,
            true,
            true,
            true,
            false,
            0,
            0,
            10);

    /** With other times of election. */
    public LogSettings electing(long minMs, long maxMs, long stepDownAfterMs) {
        return new LogSettings(
                minMs * MS,
                maxMs * MS,
                heartbeat,
                flushTypical,
                flushLongest,
                applyTypical,
                applyLongest,
                stepDownAfterMs * MS,
                preVote,
                pushesCommit,
                refusesUnready,
                takesOldTerms,
                refusal,
                metadata,
                keptEntries);
    }

    /** With another speed of disk and apply, in microseconds. */
    public LogSettings paced(long flushMicros, long applyMicros) {
        return new LogSettings(
                electionMin,
                electionMax,
                heartbeat,
                flushMicros * 1000,
                flushMicros * 2000,
                applyMicros * 1000,
                applyMicros * 2000,
                stepDownAfter,
                preVote,
                pushesCommit,
                refusesUnready,
                takesOldTerms,
                refusal,
                metadata,
                keptEntries);
    }

    /** With so many entries kept at most when the log is purged. */
    public LogSettings keeping(int entries) {
        return new LogSettings(
                electionMin,
                electionMax,
                heartbeat,
                flushTypical,
                flushLongest,
                applyTypical,
                applyLongest,
                stepDownAfter,
                preVote,
                pushesCommit,
                refusesUnready,
                takesOldTerms,
                refusal,
                metadata,
                entries);
    }

    /** With another opinion of what may be proposed. */
    public LogSettings taking(boolean unready, boolean oldTerms, double refused) {
        return new LogSettings(
                electionMin,
                electionMax,
                heartbeat,
                flushTypical,
                flushLongest,
                applyTypical,
                applyLongest,
                stepDownAfter,
                preVote,
                pushesCommit,
                !unready,
                oldTerms,
                refused,
                metadata,
                keptEntries);
    }
}
