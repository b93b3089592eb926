package io.ensemble.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.Scope;
import io.ensemble.server.member.MemberSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What changes that many watches are about may take of a member's memory, and that all of them are told nevertheless. */
class WatchRoomTest {
    private static final int ROOM = GrpcSettings.DEFAULT.roomBytes();
    /** One event, and what it takes in the queue. */
    private static final int SLACK = 1_000;

    @Test
    void shouldHoldALargeTransactionForManyWatchesInTheRingAndNotInMemory() throws IOException {
        FrontEnd frontEnd = new FrontEnd();
        TestCall writer = frontEnd.connect();
        writer.write(FrontEnd.create("/a", ""));
        TestCall watcher = watching(frontEnd, 60);
        watcher.stall();

        writer.multi(FrontEnd.creates("/a", 300));
        frontEnd.loop.run();
        assertThat(watcher.stream.unsentBytes()).isBetween((long) ROOM, (long) ROOM + SLACK);

        watcher.goOn();
        frontEnd.loop.run();
        assertToldAll(watcher, 60, 300);
    }

    @Test
    void shouldBoundWhatAllStreamsOfALaneHoldTogether() throws IOException {
        int most = 256 << 10;
        FrontEnd frontEnd = new FrontEnd(GrpcSettings.DEFAULT, MemberSettings.DEFAULT, most);
        TestCall writer = frontEnd.connect();
        writer.write(FrontEnd.create("/a", ""));
        List<TestCall> watchers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            watchers.add(watching(frontEnd, 1));
            watchers.get(i).stall();
        }

        writer.multi(FrontEnd.creates("/a", 500));
        frontEnd.loop.run();
        assertThat(frontEnd.context.backlog().bytes()).isBetween((long) most, most + 20L * (ROOM / 64 + SLACK));

        watchers.forEach(TestCall::goOn);
        frontEnd.loop.run();
        watchers.forEach(watcher -> assertToldAll(watcher, 1, 500));
        assertThat(frontEnd.context.backlog().bytes()).isZero();
    }

    @Test
    void shouldGoOnWithinATransactionThatWasCutByTheRoom() throws IOException {
        FrontEnd frontEnd = new FrontEnd();
        TestCall writer = frontEnd.connect();
        writer.write(FrontEnd.create("/a", ""));
        TestCall watcher = watching(frontEnd, 1);
        watcher.stall();
        writer.multi(FrontEnd.creates("/a", 7_000));
        writer.multi(FrontEnd.delete("/a/1"), FrontEnd.set("/a", ""));
        frontEnd.loop.run();

        watcher.goOn();
        frontEnd.loop.run();
        writer.write(FrontEnd.set("/a", "live again"));
        frontEnd.loop.run();

        List<String> told = watcher.told(0);
        assertThat(told.subList(0, 7_000)).isEqualTo(created(7_000));
        assertThat(told.subList(7_000, told.size()))
                .containsExactly("DELETED /a/1", "DATA_CHANGED /a", "DATA_CHANGED /a");
    }

    private static TestCall watching(FrontEnd frontEnd, int count) {
        TestCall call = frontEnd.connect();
        for (int id = 0; id < count; id++) {
            call.watch(id, "/a", w -> w.setScope(Scope.SUBTREE));
        }
        frontEnd.loop.run();
        return call;
    }

    private static void assertToldAll(TestCall watcher, int watches, int changes) {
        for (int id = 0; id < watches; id++) {
            assertThat(watcher.told(id)).isEqualTo(created(changes));
        }
    }

    private static List<String> created(int count) {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            created.add("CREATED /a/" + i);
        }
        return created;
    }
}
