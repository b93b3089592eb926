package io.ensemble.chaos.sim.client;

/**
 * How a simulated client behaves; times in milliseconds, probabilities per decision.
 *
 * @param timeoutMs session timeout that it asks for
 * @param thinkMs how long it mostly waits between bursts
 * @param burstMax most requests of a burst
 * @param outstandingMax most requests that it leaves unanswered
 * @param leave probability that it moves to another member instead of a burst
 * @param leaveSilently probability that its old connection hears nothing of that
 * @param twins probability that it asks two members at once
 * @param close probability that it ends its session instead of a burst
 * @param sleep probability that it stops for a while instead of a burst
 * @param sleepPercentMin shortest such stop, in percent of its timeout
 * @param sleepPercentMax longest
 * @param lie probability that it claims to have seen a zxid that there is not
 * @param loyal whether it always comes back to the member that it had first
 * @param reads share of reads
 * @param syncs share of barriers
 * @param watches share of reads that arm a watch
 * @param shortLived probability of a TTL znode or a container among creates
 */
public record ClientSettings(
        int timeoutMs,
        long thinkMs,
        int burstMax,
        int outstandingMax,
        double leave,
        double leaveSilently,
        double twins,
        double close,
        double sleep,
        int sleepPercentMin,
        int sleepPercentMax,
        double lie,
        boolean loyal,
        double reads,
        double syncs,
        double watches,
        double shortLived) {

    public static final ClientSettings DEFAULT = new ClientSettings(
            4_000, 120, 6, 24, 0.02, 0.3, 0.15, 0.004, 0.004, 50, 175, 0.01, false, 0.4, 0.06, 0.5, 0.1);

    /** Neither moves nor sleeps nor lies nor ends its session. */
    public ClientSettings calm() {
        return new ClientSettings(
                timeoutMs,
                thinkMs,
                burstMax,
                outstandingMax,
                0,
                leaveSilently,
                0,
                0,
                0,
                sleepPercentMin,
                sleepPercentMax,
                0,
                loyal,
                reads,
                syncs,
                watches,
                shortLived);
    }

    /** Thinks for so long. */
    public ClientSettings thinking(long ms) {
        return new ClientSettings(
                timeoutMs,
                ms,
                burstMax,
                outstandingMax,
                leave,
                leaveSilently,
                twins,
                close,
                sleep,
                sleepPercentMin,
                sleepPercentMax,
                lie,
                loyal,
                reads,
                syncs,
                watches,
                shortLived);
    }

    /** Moves so often, so secretly. */
    public ClientSettings leaving(double probability, double silently, double asTwins) {
        return new ClientSettings(
                timeoutMs,
                thinkMs,
                burstMax,
                outstandingMax,
                probability,
                silently,
                asTwins,
                close,
                sleep,
                sleepPercentMin,
                sleepPercentMax,
                lie,
                loyal,
                reads,
                syncs,
                watches,
                shortLived);
    }

    /** Sleeps so often, and for so many percent of its timeout. */
    public ClientSettings sleeping(double probability, int percentMin, int percentMax) {
        return new ClientSettings(
                timeoutMs,
                thinkMs,
                burstMax,
                outstandingMax,
                leave,
                leaveSilently,
                twins,
                close,
                probability,
                percentMin,
                percentMax,
                lie,
                loyal,
                reads,
                syncs,
                watches,
                shortLived);
    }

    /** Claims so often to have seen what there is not. */
    public ClientSettings lying(double probability) {
        return new ClientSettings(
                timeoutMs,
                thinkMs,
                burstMax,
                outstandingMax,
                leave,
                leaveSilently,
                twins,
                close,
                sleep,
                sleepPercentMin,
                sleepPercentMax,
                probability,
                loyal,
                reads,
                syncs,
                watches,
                shortLived);
    }

    /** Comes back to the same member always. */
    public ClientSettings staying() {
        return new ClientSettings(
                timeoutMs,
                thinkMs,
                burstMax,
                outstandingMax,
                leave,
                leaveSilently,
                twins,
                close,
                sleep,
                sleepPercentMin,
                sleepPercentMax,
                lie,
                true,
                reads,
                syncs,
                watches,
                shortLived);
    }

    /** Mixes its requests so. */
    public ClientSettings mixing(double ofReads, double ofSyncs, double ofShortLived) {
        return new ClientSettings(
                timeoutMs,
                thinkMs,
                burstMax,
                outstandingMax,
                leave,
                leaveSilently,
                twins,
                close,
                sleep,
                sleepPercentMin,
                sleepPercentMax,
                lie,
                loyal,
                ofReads,
                ofSyncs,
                watches,
                ofShortLived);
    }
}
