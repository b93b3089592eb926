package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;

/**
 * How far a member is, as the leader sees it.
 *
 * @param matchIndex newest entry that is known to be on its disk
 * @param heardMsAgo time since it last answered the leader; 0 for the leader itself
 */
public record Progress(MemberAddress member, long matchIndex, long heardMsAgo) {}
