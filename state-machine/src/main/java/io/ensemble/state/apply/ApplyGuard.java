package io.ensemble.state.apply;

import java.util.EnumSet;
import java.util.Set;

/**
 * The rules of apply that hold against an interleaving. Production always applies them all; the simulation takes one out
 * to prove that it would notice.
 */
public enum ApplyGuard {
    /** A batch whose number was applied already has no effect. */
    DUPLICATE_BATCH,
    /** A batch that does not follow the last applied one has no effect. */
    GAP_IN_BATCHES,
    /** A batch of another incarnation than the granted one has no effect. */
    INCARNATION,
    /** A hello counts only where the incarnation that its member saw is still the present one. */
    HELLO_IS_COMPARE_AND_SET,
    /** A command of an older attachment than the session's present one is refused. */
    ATTACHMENT_OF_COMMAND,
    /** An attach counts only where the session still has the attachment that its member saw. */
    ATTACH_IS_COMPARE_AND_SET,
    /** An expiry counts only for the attachment that the leader found silent. */
    ATTACHMENT_OF_EXPIRY,
    /** A leader's command counts only in the term that it was made in. */
    TERM_OF_LEADER_COMMAND,
    /** A client that has seen a later zxid is not attached. */
    LAST_ZXID_SEEN,
    /** The log clock never goes back, whatever an entry is stamped with. */
    LOG_CLOCK_FORWARD,
    /** A due TTL znode or container is looked at again before it is deleted. */
    DUE_CHECKED_AGAIN,
    /** A numbered request that was answered gets the kept outcome. */
    NUMBERED_REQUEST_ONCE;

    /** All of them. */
    public static final Set<ApplyGuard> ALL = Set.copyOf(EnumSet.allOf(ApplyGuard.class));
}
