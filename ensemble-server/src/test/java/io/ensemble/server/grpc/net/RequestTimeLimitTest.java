package io.ensemble.server.grpc.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.EnsembleService;
import io.ensemble.server.member.ManualLoop;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls that never send what they were opened for. */
class RequestTimeLimitTest {
    private static final long TIMEOUT_MS = 1_000;

    private final ManualLoop loop = new ManualLoop();

    @Test
    void shouldEndACallThatSendsNoRequest() {
        Call<?, ?> call = new Call<>(EnsembleService.STATUS);
        call.start();
        loop.pass(TIMEOUT_MS - 1);
        assertThat(call.ended).isNull();
        loop.pass(1);
        assertThat(call.ended.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void shouldLetACallBeThatHasSentIts() {
        Call<?, ?> call = new Call<>(EnsembleService.STATUS);
        call.start().onHalfClose();
        loop.pass(2 * TIMEOUT_MS);
        assertThat(call.ended).isNull();
    }

    @Test
    void shouldNotEndWhatHasEnded() {
        Call<?, ?> cancelled = new Call<>(EnsembleService.STATUS);
        cancelled.start().onCancel();
        Call<?, ?> complete = new Call<>(EnsembleService.STATUS);
        complete.start().onComplete();
        loop.pass(2 * TIMEOUT_MS);
        assertThat(cancelled.ended).isNull();
        assertThat(complete.ended).isNull();
    }

    @Test
    void shouldLetSessionsBe() {
        Call<?, ?> call = new Call<>(EnsembleService.SESSION);
        call.start();
        loop.pass(2 * TIMEOUT_MS);
        assertThat(call.ended).isNull();
    }

    private final class Call<Q, R> extends ServerCall<Q, R> {
        private final MethodDescriptor<Q, R> method;

        @Nullable
        private Status ended;

        Call(MethodDescriptor<Q, R> method) {
            this.method = method;
        }

        Listener<Q> start() {
            return new RequestTimeLimit(() -> loop, TIMEOUT_MS)
                    .interceptCall(this, new Metadata(), (call, headers) -> new Listener<>() {});
        }

        @Override
        public void request(int numMessages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(R message) {}

        @Override
        public void close(Status status, Metadata trailers) {
            ended = status;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Q, R> getMethodDescriptor() {
            return method;
        }
    }
}
