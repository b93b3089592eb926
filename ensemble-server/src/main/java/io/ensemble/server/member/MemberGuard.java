package io.ensemble.server.member;

import java.util.EnumSet;
import java.util.Set;

/**
 * The rules of a member, above the log, that hold against an interleaving. Production always applies them all; the
 * simulation takes one out to prove that it would notice.
 */
public enum MemberGuard {
    /** A lane follows the chain to its end before frames that it decoded join their sessions' queues. */
    FOLLOW_CHAIN_BEFORE_READS,
    /** A read between two writes of its session runs at the version frozen there. */
    FROZEN_READ,
    /** A command's events go out before its answer. */
    EVENTS_BEFORE_ANSWER,
    /** Output to a client whose session is not freshly confirmed is held. */
    HOLD_OUTPUT,
    /** The connection of a session that is not confirmed for half its timeout is closed. */
    CLOSE_UNCONFIRMED,
    /** The connection of a session that was attached elsewhere is closed. */
    CLOSE_MOVED,
    /** A leader takes batches only once its term's first entry is applied. */
    LEADER_READY,
    /** A leader drops what it has already appended in its term. */
    LEADER_DROPS_APPENDED,
    /** The end of a term or a refusal clears the leader's queue and memory and closes the streams. */
    CLEAR_AT_END_OF_TERM,
    /** A member resends what is not applied, in order, to whoever leads. */
    RESEND,
    /** A new leader gives every session its full timeout. */
    FULL_TIMEOUT_FOR_NEW_LEADER,
    /** A leader that was itself stopped does not count that time against its clients. */
    PAUSED_LEADER_DOES_NOT_COUNT,
    /** A leader expires sessions only with a recent proof that a quorum follows it. */
    EXPIRY_NEEDS_QUORUM,
    /** A member that installed a snapshot while it served closes its clients and takes a new incarnation. */
    NEW_INCARNATION_AFTER_INSTALL,
    /** Open and attach whose connection is gone before they are numbered are dropped. */
    DROP_GONE_HANDSHAKES,
    /** A barrier waits for a batch that was numbered after it came. */
    BARRIER_THROUGH_LOG,
    /** A session is confirmed as of the moment that the applied attempt was sent, not as of its application. */
    CONFIRMED_AS_OF_SENDING,
    /** What is confirmed are the keep-alives of the attempt that was applied, as of when that one was sent. */
    CONFIRMED_BY_APPLIED_ATTEMPT,
    /** A session that a member does not know is looked up through the log: the member may be behind. */
    UNKNOWN_SESSION_ASKED_OF_LOG,
    /** A client is told that its session is over only where there is none; other refusals close without an answer. */
    EXPIRED_ONLY_WHEN_GONE,
    /** A member whose state digests to something else than a majority's halts. */
    HALT_AGAINST_MAJORITY,
    /** A snapshot counts only when a majority has confirmed the state that it holds. */
    CONFIRMED_SNAPSHOT;

    /** All of them. */
    public static final Set<MemberGuard> ALL = Set.copyOf(EnumSet.allOf(MemberGuard.class));
}
