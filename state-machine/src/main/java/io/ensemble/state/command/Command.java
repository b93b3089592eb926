package io.ensemble.state.command;

import io.ensemble.state.Limits;

/** One command of a member's batch: what apply decides on, in order. Immutable. */
public sealed interface Command {

    /**
     * Opens a session. Its id is decided in apply.
     *
     * @param password 16 bytes of the member's randomness
     * @param timeoutMs as asked for; apply brings it within the limits
     * @param windowCount how many outcomes of numbered requests are kept; 0 for a session of ZooKeeper's wire
     */
    record OpenSession(byte[] password, int timeoutMs, int windowCount) implements Command {}

    /**
     * Attaches a session that came back to a connection of the batch's member. A compare-and-set: one that was queued
     * behind a partition cannot steal a session that has moved on.
     *
     * @param expectedAttachment the attachment number that the member saw when the client asked, or
     *     {@link #FIRST_ATTACHMENT} if it knew no such session
     * @param lastZxidSeen as the client said; ahead of the state it is refused
     */
    record AttachSession(long sessionId, byte[] password, int timeoutMs, long expectedAttachment, long lastZxidSeen)
            implements Command {}

    /** The attachment number that a session has from its opening until it is attached anew. */
    long FIRST_ATTACHMENT = 1;

    /**
     * An operation of a session.
     *
     * @param attachment refused without effect unless it is the session's present attachment
     * @param identities index into the batch's identities
     * @param requestNumber number of a native request, from 1 on; 0 for a session that does not number them
     * @param lowestUnanswered kept outcomes below this number are dropped; 0 with requestNumber 0
     */
    record SessionOp(long sessionId, long attachment, int identities, long requestNumber, long lowestUnanswered, Op op)
            implements Command {}

    /** Replaces the limits. Administrators only: no front end offers it to sessions. */
    record SetLimits(Limits limits) implements Command {}

    /** Raises the version of the rules that apply follows; refused when it is lower or unknown to this program. */
    record RaiseRules(int version) implements Command {}
}
