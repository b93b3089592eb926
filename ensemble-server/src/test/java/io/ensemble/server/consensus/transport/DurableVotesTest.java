package io.ensemble.server.consensus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.server.RaftServer;
import org.junit.jupiter.api.Test;

class DurableVotesTest {
    private final List<String> steps = new ArrayList<>();
    private final DurableTerms terms = new DurableTerms(() -> steps.add("folder forced"), why -> steps.add("halt"));

    @Test
    void shouldMakeVoteDurableBeforeItIsAnswered() throws IOException {
        RaftServer server = DurableVotes.server(recording(RaftServer.class), terms);

        server.requestVote(RequestVoteRequestProto.getDefaultInstance());
        steps.add("answered");

        assertThat(steps).containsExactly("requestVote", "folder forced", "answered");
    }

    @Test
    void shouldMakeCandidatesOwnVoteDurableBeforeItAsksTheOthers() throws IOException {
        GrpcServices rpc = DurableVotes.rpc(recording(GrpcServices.class), terms);

        rpc.requestVote(RequestVoteRequestProto.getDefaultInstance());

        assertThat(steps).containsExactly("folder forced", "requestVote");
    }

    @Test
    void shouldMakeTermOfAnotherLeaderDurableOnce() {
        terms.followed(3);
        terms.followed(3);
        terms.followed(2);
        terms.followed(4);

        assertThat(steps).containsExactly("folder forced", "folder forced");
    }

    @Test
    void shouldAnswerNothingWhenTheFolderCannotBeForced() {
        DurableTerms broken = new DurableTerms(
                () -> {
                    throw new IOException("no space");
                },
                steps::add);
        RaftServer server = DurableVotes.server(recording(RaftServer.class), broken);

        assertThatThrownBy(() -> server.requestVote(RequestVoteRequestProto.getDefaultInstance()))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(steps).hasSize(2).last().asString().contains("no space");
    }

    @Test
    void shouldNotTakeAnInterruptedThreadForABrokenDisk() {
        int[] tries = new int[1];
        DurableTerms interrupted = new DurableTerms(
                () -> {
                    if (tries[0]++ == 0) {
                        Thread.currentThread().interrupt();
                        throw new ClosedByInterruptException();
                    }
                },
                steps::add);

        interrupted.voted();

        assertThat(tries[0]).isEqualTo(2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(steps).isEmpty();
    }

    private <T> T recording(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            steps.add(method.getName());
            return null;
        }));
    }
}
