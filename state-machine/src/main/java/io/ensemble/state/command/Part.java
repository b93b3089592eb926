package io.ensemble.state.command;

import io.ensemble.state.acl.Identities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One part of an entry: what one member, or the leader itself, has to say. Immutable. */
public sealed interface Part {

    /**
     * A member asks for an incarnation under which it numbers batches.
     *
     * @param nonce fresh randomness, never 0: the same in each resend of one request
     * @param seenIncarnation granted only if this is still the member's incarnation (0 where it never had one); granted
     *     is seenIncarnation + 1. A repeat of the hello that was granted last changes nothing.
     */
    record Hello(int member, long nonce, long seenIncarnation) implements Part {}

    /**
     * A numbered batch of one member: applied if its number follows the last applied one of the origin, else without
     * any effect.
     *
     * @param number from 1 on, by one within an incarnation; the bytes of a number never change
     * @param attempt which sending of this number this is, from 1 on: no part of the batch itself
     * @param digest of the sender's state, for comparison, or null
     */
    record Batch(
            int member,
            long incarnation,
            long number,
            int attempt,
            @Nullable DigestReport digest,
            List<Identities> identities,
            List<Command> commands)
            implements Part {
        public Batch {
            identities = List.copyOf(identities);
            commands = List.copyOf(commands);
        }
    }

    /** What a member's state digested to when it had applied the log up to this index. */
    record DigestReport(long index, long digest) {}

    /** The leader's own doings; refused without effect unless the entry stands in the term that it was stamped with. */
    sealed interface LeaderCommand extends Part {}

    /** The leader found the session silent for too long; refused if it was attached anew since. */
    record ExpireSession(long sessionId, long attachment) implements LeaderCommand {}

    /** A TTL znode or an empty container is due; apply checks again. */
    record DeleteDue(String path) implements LeaderCommand {}
}
