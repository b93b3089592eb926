package io.ensemble.chaos.sim;

/**
 * How often what goes wrong, as weights against each other; 0 is never.
 *
 * @param everyMs time between two faults, mostly
 * @param crash a member's process dies and is started again
 * @param crashAll all members die at once
 * @param pause a member's process stops for a while
 * @param isolate a member is cut off from the other members, not from its clients
 * @param cutOneWay one member's messages to another are lost
 * @param cutClient a client is cut off from a member
 * @param breakStream a stream between two members breaks
 * @param resetClient a client's connection breaks
 * @param election a member stands for leader without need
 * @param lag a member's apply stops for a while
 * @param wallClock a member's wall clock jumps
 * @param loss datagrams are lost for a while
 * @param pauseMsMax longest pause
 * @param cutMsMax longest cut
 */
public record FaultPlan(
        long everyMs,
        int crash,
        int crashAll,
        int pause,
        int isolate,
        int cutOneWay,
        int cutClient,
        int breakStream,
        int resetClient,
        int election,
        int lag,
        int wallClock,
        int loss,
        long pauseMsMax,
        long cutMsMax) {

    public static final FaultPlan NONE = new FaultPlan(1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1);

    int sum() {
        return crash
                + crashAll
                + pause
                + isolate
                + cutOneWay
                + cutClient
                + breakStream
                + resetClient
                + election
                + lag
                + wallClock
                + loss;
    }
}
