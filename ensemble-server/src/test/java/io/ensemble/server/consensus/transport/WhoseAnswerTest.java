package io.ensemble.server.consensus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.consensus.MemberAddress;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.RaftServerAsynchronousProtocol;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests and answers between two lives of one number are nobody's. */
class WhoseAnswerTest {
    private static final String SELF = "3-0000000000000044";

    private final List<Long> appended = new ArrayList<>();
    private final List<AppendFrames.Answer> answers = new ArrayList<>();
    private final AppendTransport transport = new AppendTransport(
            new Unused(),
            new DurableTerms(() -> {}, why -> {}),
            RaftPeerId.valueOf(SELF),
            peer -> Integer.parseInt(peer.toString().split("-", -1)[0]),
            peer -> new MemberAddress(1, 0, "unused", 1, 2, 3),
            AppendProbe.NONE);

    WhoseAnswerTest() {
        transport.open((RaftServer.Division) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RaftServer.Division.class, RaftServerAsynchronousProtocol.class},
                (proxy, method, args) -> {
                    appended.add(((AppendEntriesRequestProto) args[0])
                            .getServerRequest()
                            .getCallId());
                    return CompletableFuture.completedFuture(
                            AppendEntriesReplyProto.newBuilder().setTerm(4).build());
                }));
    }

    @Test
    void shouldAppendWhatIsForThisLife() throws IOException {
        request(1, "1", SELF, 7);
        assertThat(appended).containsExactly(7L);
        assertThat(answers).extracting(AppendFrames.Answer::callId).containsExactly(7L);
        assertThat(answers.get(0).reply()).isNotNull();
    }

    /** The life before is gone: an answer, even of failure, would be taken for that one's. */
    @Test
    void shouldNotAnswerWhatIsForTheLifeBefore() throws IOException {
        request(1, "1", "3", 7);
        assertThat(appended).isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void shouldNotAppendUnderAnothersName() throws IOException {
        request(1, "2", SELF, 7);
        assertThat(appended).isEmpty();
        assertThat(answers).containsExactly(new AppendFrames.Answer(7, null));
    }

    @Test
    void shouldHandAnAnswerToWhoWaitsForThatLifeOnly() {
        Appenders appenders = new Appenders();
        Waiting waiting = new Waiting(RaftPeerId.valueOf(SELF));
        appenders.put(3, waiting);

        appenders.answered(3, answer(1, "3"));
        appenders.answered(3, answer(2, SELF));
        appenders.answered(3, new AppendFrames.Answer(3, null));
        appenders.answered(2, answer(4, SELF));

        assertThat(waiting.answered).containsExactly(2L, 3L);
    }

    /** A leader that is elected while a member is taken back makes the former life's appender last. */
    @Test
    void shouldServeTheNewLifeBesideTheFormerOne() {
        Appenders appenders = new Appenders();
        Waiting now = new Waiting(RaftPeerId.valueOf(SELF));
        Waiting former = new Waiting(RaftPeerId.valueOf("3"));
        appenders.put(3, now);
        appenders.put(3, former);

        appenders.answered(3, answer(1, SELF));
        appenders.answered(3, answer(2, "3"));
        appenders.down(3);

        assertThat(now.answered).containsExactly(1L);
        assertThat(former.answered).containsExactly(2L);
        assertThat(now.downs).isEqualTo(1);
    }

    @Test
    void shouldForgetWhoHasEnded() {
        Appenders appenders = new Appenders();
        Waiting ended = new Waiting(RaftPeerId.valueOf("3"));
        appenders.put(3, ended);
        ended.running = false;
        appenders.put(3, new Waiting(RaftPeerId.valueOf(SELF)));

        appenders.answered(3, answer(2, "3"));

        assertThat(ended.answered).isEmpty();
    }

    private static AppendFrames.Answer answer(long callId, String from) {
        return new AppendFrames.Answer(
                callId,
                AppendEntriesReplyProto.newBuilder()
                        .setServerReply(RaftRpcReplyProto.newBuilder().setReplyId(ByteString.copyFromUtf8(from)))
                        .build());
    }

    private void request(int from, String requestor, String addressee, long callId) throws IOException {
        transport.requested(
                from,
                AppendEntriesRequestProto.newBuilder()
                        .setServerRequest(RaftRpcRequestProto.newBuilder()
                                .setRequestorId(ByteString.copyFromUtf8(requestor))
                                .setReplyId(ByteString.copyFromUtf8(addressee))
                                .setCallId(callId))
                        .build()
                        .toByteArray(),
                frame -> {
                    ByteBuffer out = ByteBuffer.allocate(frame.sizeBytes());
                    frame.writeTo(out);
                    answers.add(AppendFrames.readAnswer(out.array()));
                });
    }

    private static final class Waiting implements Appenders.Appender {
        private final RaftPeerId follower;
        private final List<Long> answered = new ArrayList<>();
        private boolean running = true;
        private int downs;

        Waiting(RaftPeerId follower) {
            this.follower = follower;
        }

        @Override
        public RaftPeerId getFollowerId() {
            return follower;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public void answered(AppendFrames.Answer answer) {
            answered.add(answer.callId());
        }

        @Override
        public void up() {}

        @Override
        public void down() {
            downs++;
        }
    }

    private static final class Unused implements LogLinks {
        @Override
        public void attach(@Nullable Handler handler) {}

        @Override
        public void reach(int member, String host, int port) {}

        @Override
        public void request(int member, Frame request) {}
    }
}
