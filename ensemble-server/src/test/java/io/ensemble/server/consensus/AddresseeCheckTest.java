package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was meant for the life before this one gets no answer of this one. */
class AddresseeCheckTest {
    private static final MemberAddress SELF = new MemberAddress(3, 0x44, "127.0.0.1", 1, 2, 3);
    private static final MemberAddress BEFORE = new MemberAddress(3, 0, "127.0.0.1", 1, 2, 3);

    private final List<Object> taken = new ArrayList<>();
    private int halfCloses;
    private @Nullable Status closed;

    @Test
    void shouldTakeWhatIsForThisLife() {
        for (Object message : messages(SELF)) {
            call(message);
            assertThat(taken).containsExactly(message);
            assertThat(halfCloses).isEqualTo(1);
            assertThat(closed).isNull();
        }
    }

    @Test
    void shouldTurnAwayWhatIsForAnotherLife() {
        for (Object message : messages(BEFORE)) {
            call(message);
            assertThat(taken).as(message.getClass().getSimpleName()).isEmpty();
            assertThat(halfCloses).isZero();
            assertThat(closed).isNotNull();
            assertThat(closed.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(closed.getDescription()).isEqualTo("this is member " + SELF.name() + ", not " + BEFORE.name());
        }
    }

    /** What clients and administration send has no addressee of that kind. */
    @Test
    void shouldLetEverythingElsePass() {
        call("something else");
        assertThat(taken).containsExactly("something else");
    }

    private static List<Object> messages(MemberAddress to) {
        RaftRpcRequestProto request = RaftRpcRequestProto.newBuilder()
                .setReplyId(ByteString.copyFromUtf8(to.name()))
                .build();
        return List.of(
                RequestVoteRequestProto.newBuilder().setServerRequest(request).build(),
                AppendEntriesRequestProto.newBuilder().setServerRequest(request).build(),
                InstallSnapshotRequestProto.newBuilder()
                        .setServerRequest(request)
                        .build(),
                StartLeaderElectionRequestProto.newBuilder()
                        .setServerRequest(request)
                        .build());
    }

    private void call(Object message) {
        taken.clear();
        halfCloses = 0;
        closed = null;
        ServerCall.Listener<Object> listener = new AddresseeCheck(SELF)
                .interceptCall(new Call(), new Metadata(), (call, headers) -> new ServerCall.Listener<>() {
                    @Override
                    public void onMessage(Object each) {
                        taken.add(each);
                    }

                    @Override
                    public void onHalfClose() {
                        halfCloses++;
                    }
                });
        listener.onMessage(message);
        listener.onHalfClose();
    }

    private final class Call extends ServerCall<Object, Object> {
        @Override
        public void request(int count) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(Object message) {}

        @Override
        public void close(Status status, Metadata trailers) {
            closed = status;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Object, Object> getMethodDescriptor() {
            throw new UnsupportedOperationException();
        }
    }
}
