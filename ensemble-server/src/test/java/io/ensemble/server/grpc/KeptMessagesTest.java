package io.ensemble.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.ensemble.protocol.grpc.v1.Consistency;
import io.ensemble.protocol.grpc.v1.Get;
import io.ensemble.protocol.grpc.v1.Multi;
import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.Watch;
import io.ensemble.protocol.grpc.v1.WatchEvent.Kind;
import io.ensemble.protocol.grpc.v1.Write;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message may hold much that nobody asked for: it is not kept for as long as what it asks for lasts. */
class KeptMessagesTest {
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(
                    1_000,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(new byte[100_000]))
                            .build())
            .build();

    private FrontEnd frontEnd;
    private TestCall call;

    @BeforeEach
    void connect() throws IOException {
        frontEnd = new FrontEnd();
        call = frontEnd.connect();
    }

    @Test
    void shouldKeepNoMessageOfAWatch() {
        WeakReference<Object> message =
                sent(b -> b.setWatch(Watch.newBuilder().setId(1).setPath("/a").setUnknownFields(UNKNOWN)));
        frontEnd.loop.run();

        assertForgotten(message);
        call.write(FrontEnd.create("/a", ""));
        frontEnd.loop.run();
        assertThat(call.told(1)).containsExactly("CREATED /a");
    }

    @Test
    void shouldKeepNoMessageOfAWriteThatWaitsForTheLog() {
        frontEnd.log.stuck = true;
        WeakReference<Object> message = sent(b -> b.setWrite(Write.newBuilder()
                .setNumber(1)
                .setSingle(FrontEnd.create("/a", ""))
                .setUnknownFields(UNKNOWN)));
        frontEnd.loop.run();

        assertForgotten(message);
    }

    @Test
    void shouldKeepNoMessageOfAReadThatHoldsMoreThanItMay() {
        frontEnd.log.stuck = true;
        WeakReference<Object> message = sent(b -> b.setRead(Read.newBuilder()
                .setConsistency(Consistency.LINEARIZABLE)
                .setGet(Get.newBuilder().setPath("/" + "a".repeat(100_000)))));
        frontEnd.loop.run();

        assertForgotten(message);
    }

    @Test
    void shouldAnswerAReadThatHoldsMoreThanItMay() {
        call.read(r -> r.setId(7).setGet(Get.newBuilder().setPath("/" + "a".repeat(100_000))));
        frontEnd.loop.run();

        assertThat(call.reads()).singleElement().satisfies(answer -> {
            assertThat(answer.getId()).isEqualTo(7);
            assertThat(answer.getFailure().getReason()).isEqualTo(Reason.BAD_ARGUMENTS);
        });
    }

    @Test
    void shouldRefuseMoreKindsThanThereAre() {
        call.watch(1, "/a", w -> w.addAllKinds(List.of(Kind.CREATED, Kind.DELETED, Kind.DATA_CHANGED)));
        call.watch(2, "/a", w -> w.addAllKinds(Collections.nCopies(4, Kind.CREATED)));
        frontEnd.loop.run();

        assertThat(call.told(1)).isEmpty();
        assertThat(call.told(2)).containsExactly("ENDED");
    }

    @Test
    void shouldSayOfWhichPathAWriteFailed() {
        call.write(FrontEnd.delete("/none"));
        call.multi(Multi.newBuilder()
                .addOps(FrontEnd.create("/a", ""))
                .addOps(FrontEnd.set("/b", ""))
                .build());
        frontEnd.loop.run();

        assertThat(call.writes()).extracting(w -> w.getFailure().getPath()).containsExactly("/none", "/b");
        assertThat(call.writes().get(1).getFailure().getIndex()).isEqualTo(1);
    }

    private WeakReference<Object> sent(UnaryOperator<SessionRequest.Builder> message) {
        SessionRequest request = message.apply(SessionRequest.newBuilder()).build();
        call.send(request);
        Object part =
                request.hasWatch() ? request.getWatch() : request.hasRead() ? request.getRead() : request.getWrite();
        return new WeakReference<>(part);
    }

    private static void assertForgotten(WeakReference<Object> message) {
        Awaitility.await().until(() -> {
            System.gc();
            return message.get() == null;
        });
    }
}
