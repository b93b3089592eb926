package io.ensemble.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.CancelWatch;
import io.ensemble.protocol.grpc.v1.CloseSession;
import io.ensemble.protocol.grpc.v1.Get;
import io.ensemble.protocol.grpc.v1.Scope;
import io.ensemble.protocol.grpc.v1.SessionResponse;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever sees an answer has been told of all changes that it shows, also behind a watch that has much to be told. */
class AnswersBehindChangesTest {
    private static final int CHANGES = 9_000;

    private FrontEnd frontEnd;
    private TestCall call;
    private TestCall writer;
    private long then;

    @BeforeEach
    void change() throws IOException {
        frontEnd = new FrontEnd();
        writer = frontEnd.connect();
        writer.write(FrontEnd.create("/a", ""));
        frontEnd.loop.run();
        then = frontEnd.member.state().zxid();
        writer.multi(FrontEnd.creates("/a", CHANGES));
        frontEnd.loop.run();
        call = frontEnd.connect();
    }

    @Test
    void shouldAnswerBehindAllThatAResumedWatchHasMissed() {
        call.watch(1, "/a", w -> w.setScope(Scope.SUBTREE).setFromZxid(then));
        call.read(r -> r.setGet(Get.newBuilder().setPath("/a")));
        call.write(FrontEnd.set("/a", "own"));
        call.read(r -> r.setGet(Get.newBuilder().setPath("/a")));
        frontEnd.loop.run();

        assertThat(call.told(1)).hasSize(CHANGES + 1);
        assertThat(placeOfAnswer(0)).isGreaterThan(placeOfEvent(CHANGES - 1));
        assertThat(placeOfAnswer(1)).isGreaterThan(placeOfEvent(CHANGES));
        assertThat(call.got.subList(placeOfAnswer(0), call.got.size()).stream()
                        .filter(r -> !r.hasWatch())
                        .map(SessionResponse::getResponseCase))
                .containsExactly(
                        SessionResponse.ResponseCase.READ,
                        SessionResponse.ResponseCase.WRITE,
                        SessionResponse.ResponseCase.READ);
    }

    @Test
    void shouldAnswerBehindATransactionThatWasCutByTheRoom() {
        for (int i = 0; i < 3; i++) {
            call.watch(i, "/b", w -> w.setScope(Scope.SUBTREE));
        }
        call.write(FrontEnd.create("/b", ""));
        call.multi(FrontEnd.creates("/b", CHANGES));
        frontEnd.loop.run();

        assertThat(call.writes()).hasSize(2);
        assertThat(placeOfAnswer(1)).isGreaterThan(placeOfEvent(3 * (CHANGES + 1) - 1));
    }

    @Test
    void shouldAnswerAllBeforeItCloses() {
        call.watch(1, "/a", w -> w.setScope(Scope.SUBTREE).setFromZxid(then));
        call.write(FrontEnd.set("/a", "own"));
        call.send(b -> b.setClose(CloseSession.getDefaultInstance()));
        frontEnd.loop.run();

        assertThat(call.writes()).hasSize(1);
        assertThat(call.ended.isOk()).isTrue();
    }

    @Test
    void shouldNotWaitForAWatchThatWasCancelled() {
        call.stall();
        call.watch(1, "/a", w -> w.setScope(Scope.SUBTREE).setFromZxid(then));
        call.read(r -> r.setGet(Get.newBuilder().setPath("/a")));
        frontEnd.loop.run();
        assertThat(call.stream.hasRoom()).isFalse();
        call.send(b -> b.setCancelWatch(CancelWatch.newBuilder().setId(1)));
        call.goOn();
        frontEnd.loop.run();

        assertThat(call.reads()).hasSize(1);
        assertThat(call.told(1)).hasSizeLessThan(CHANGES);
    }

    @Test
    void shouldNotMakeAnswersWaitForAListing() {
        call.watch(1, "/a", w -> w.setScope(Scope.SUBTREE).setListing(true));
        call.read(r -> r.setGet(Get.newBuilder().setPath("/a")));
        frontEnd.loop.run();

        assertThat(placeOfAnswer(0)).isLessThan(placeOfEvent(CHANGES));
        assertThat(call.told(1)).endsWith("LISTED");
    }

    private int placeOfAnswer(int number) {
        return place(number, false);
    }

    private int placeOfEvent(int number) {
        return place(number, true);
    }

    /** Of the answers to reads and writes, or of the events that have a path. */
    private int place(int number, boolean event) {
        int left = number;
        for (int i = 0; i < call.got.size(); i++) {
            SessionResponse one = call.got.get(i);
            boolean counts =
                    event ? one.hasWatch() && !one.getWatch().getPath().isEmpty() : one.hasRead() || one.hasWrite();
            if (counts && left-- == 0) {
                return i;
            }
        }
        throw new AssertionError("no such message");
    }
}
