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
 * @param sleep probability that it stops for longer than its timeout instead of a burst
 * @param lie probability that it claims to have seen a zxid that there is not
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
        double lie,
        double reads,
        double syncs,
        double watches,
        double shortLived) {

    public static final ClientSettings DEFAULT =
            new ClientSettings(4_000, 120, 6, 24, 0.02, 0.3, 0.15, 0.004, 0.004, 0.01, 0.4, 0.06, 0.5, 0.1);
}
