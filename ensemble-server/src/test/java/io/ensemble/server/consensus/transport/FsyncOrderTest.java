package io.ensemble.server.consensus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.junit.jupiter.api.Test;

class FsyncOrderTest {
    private final FsyncOrder order = new FsyncOrder(() -> 0);

    @Test
    void shouldNotSayThatEntriesAreHeldBeforeTheRequestThatBroughtThemIsOnTheDisk() {
        CompletableFuture<AppendEntriesReplyProto> first = new CompletableFuture<>();
        var answer = order.after(first);

        // The same entries once more: Ratis knows them, and answers at once.
        var again = order.after(CompletableFuture.completedFuture(reply(7)));

        assertThat(again).isNotDone();
        first.complete(reply(7));
        assertThat(answer.join()).isEqualTo(reply(7));
        assertThat(again.join()).isEqualTo(reply(7));
    }

    @Test
    void shouldWaitForAllRequestsBefore() {
        CompletableFuture<AppendEntriesReplyProto> first = new CompletableFuture<>();
        CompletableFuture<AppendEntriesReplyProto> second = new CompletableFuture<>();
        order.after(first);
        order.after(second);
        var third = order.after(CompletableFuture.completedFuture(reply(7)));

        second.complete(reply(8));
        assertThat(third).isNotDone();

        first.complete(reply(7));
        assertThat(third).isCompleted();
    }

    @Test
    void shouldNotWaitForOneThatHasFailed() {
        CompletableFuture<AppendEntriesReplyProto> first = new CompletableFuture<>();
        var failed = order.after(first);
        var second = order.after(CompletableFuture.completedFuture(reply(7)));

        first.completeExceptionally(new IllegalStateException("the log failed"));

        assertThat(failed).isCompletedExceptionally();
        assertThat(second).isCompleted();
    }

    private static AppendEntriesReplyProto reply(long matchIndex) {
        return AppendEntriesReplyProto.newBuilder().setMatchIndex(matchIndex).build();
    }
}
