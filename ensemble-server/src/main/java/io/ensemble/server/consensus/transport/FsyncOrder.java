package io.ensemble.server.consensus.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.jspecify.annotations.Nullable;

/**
 * Lets an answer say that entries are held only once they are on the disk. Ratis answers a request whose entries it knows
 * already at once, also while those entries, from an earlier request, still wait for their fsync: a leader that sends
 * again after a broken connection would count them. Here an answer waits for the entries of all requests before it.
 * Confined to the thread that takes the requests.
 */
final class FsyncOrder {
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final LongSupplier flushIndex;
    private CompletableFuture<?> before = CompletableFuture.completedFuture(null);
    private long beganNanos;

    /** @param flushIndex up to where this member's log is on the disk */
    FsyncOrder(LongSupplier flushIndex) {
        this.flushIndex = flushIndex;
    }

    /** The reply once it may be given; null in place of one that may not. */
    CompletableFuture<@Nullable AppendEntriesReplyProto> after(CompletableFuture<AppendEntriesReplyProto> reply) {
        long now = System.nanoTime();
        if (before.isDone()) {
            before = reply.handle((done, error) -> null);
            beganNanos = now;
            return reply.thenApply(done -> done);
        }
        if (now - beganNanos > STALE_NANOS) {
            // The disk is stuck, or a snapshot has taken the place of entries that nobody will ever write.
            before = reply.handle((done, error) -> null);
            beganNanos = now;
            return reply.thenApply(done -> done.getMatchIndex() <= flushIndex.getAsLong() ? done : null);
        }
        CompletableFuture<?> earlier = before;
        CompletableFuture<@Nullable AppendEntriesReplyProto> ordered = earlier.thenCombine(reply, (x, done) -> done);
        before = ordered.handle((done, error) -> null);
        return ordered;
    }
}
