package io.ensemble.chaos.chaos.fault;

import java.io.IOException;

/** One sort of fault. Without state of its own; called by the nemesis's thread. */
public interface Fault {
    /** Its name on the command line, such as {@code kill-leader}. */
    String title();

    /** What it takes to have it. */
    Need need();

    /** Does it. {@link Site#heal} takes back whatever it is. */
    void strike(Site site, Target target) throws IOException, InterruptedException;

    /**
     * Whether none of a quorum is missing while it lasts, whatever the members' number: then clients of the others must be
     * served, but for an election or two.
     */
    boolean leavesQuorum();

    /** Whether both can be there at once, neither without effect for the other. */
    default boolean goesWith(Fault other) {
        return true;
    }

    /** Goes on with it, some times a second as long as it lasts, where there is something to go on with. */
    default void goOn(Site site, Target target, int turn) throws IOException, InterruptedException {}
}
