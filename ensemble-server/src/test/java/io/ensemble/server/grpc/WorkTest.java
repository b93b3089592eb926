package io.ensemble.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.Get;
import io.ensemble.protocol.grpc.v1.Scope;
import io.ensemble.protocol.grpc.v1.Watch;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Small requests that make much to look at: other sessions of the lane do not wait until all of it is done. */
class WorkTest {
    private static final int CHANGES = 9_000;

    private FrontEnd frontEnd;
    private TestCall greedy;
    private TestCall other;
    private long then;

    @BeforeEach
    void change() throws IOException {
        frontEnd = new FrontEnd();
        greedy = frontEnd.connect();
        other = frontEnd.connect();
        other.write(FrontEnd.create("/a", ""));
        frontEnd.loop.run();
        then = frontEnd.member.state().zxid();
        other.multi(FrontEnd.creates("/a", CHANGES));
        frontEnd.loop.run();
    }

    @Test
    void shouldLetOthersInBetweenReadsOfThePast() {
        for (int i = 0; i < 50; i++) {
            greedy.read(r -> r.setGet(Get.newBuilder().setPath("/a")).setAtZxid(then));
        }
        runUntilTheOtherIsAnswered();

        assertThat(greedy.reads()).hasSizeBetween(1, 2 * Work.STEPS_MAX / CHANGES);
        frontEnd.loop.run();
        assertThat(greedy.reads()).hasSize(50).noneMatch(r -> r.hasFailure());
    }

    @Test
    void shouldLetOthersInBetweenWatchesOfThePast() {
        for (int i = 0; i < 50; i++) {
            greedy.watch(i, "/a/" + (CHANGES - 1), w -> w.setFromZxid(then));
        }
        runUntilTheOtherIsAnswered();

        assertThat(greedy.events()).hasSizeBetween(1, 2 * Work.STEPS_MAX / CHANGES);
        frontEnd.loop.run();
        assertThat(greedy.events()).hasSize(50);
    }

    @Test
    void shouldLetOthersInBetweenPatternsThatAreHardToMatch() {
        String name = "n".repeat(4_000);
        other.write(FrontEnd.create("/a/" + name, ""));
        frontEnd.loop.run();
        int before = other.got.size();
        String hard = "*" + "n".repeat(100) + "o";
        for (int i = 0; i < 50; i++) {
            greedy.watch(
                    i,
                    "/a/" + name,
                    w -> w.setScope(Scope.EXACT).setNamePattern(hard).setListing(true));
        }
        runUntilTheOtherIsAnswered();

        assertThat(other.got).hasSize(before + 1);
        assertThat(greedy.events()).hasSizeLessThan(5);
        frontEnd.loop.run();
        assertThat(greedy.events()).hasSize(50);
    }

    @Test
    void shouldFallBehindWhereChangesAreHardToMatchAndMissNothing() {
        String name = "n".repeat(4_000);
        String hard = "*" + "n".repeat(100) + "*";
        for (int i = 0; i < 20; i++) {
            greedy.watch(i, "/a", w -> hard(w, hard));
        }
        frontEnd.loop.run();
        other.multi(FrontEnd.create("/a/1" + name, ""), FrontEnd.create("/a/2" + name, ""));
        frontEnd.loop.run();

        for (int i = 0; i < 20; i++) {
            assertThat(greedy.told(i)).containsExactly("CREATED /a/1" + name, "CREATED /a/2" + name);
        }
    }

    @Test
    void shouldTakeNoMoreChangesThanItMayAtOnce() {
        assertThat(greedy.stream.hasRoom()).isTrue();
        greedy.stream.worked(Work.STEPS_MAX);
        assertThat(greedy.stream.hasRoom()).isFalse();
        frontEnd.loop.run();
        assertThat(greedy.stream.hasRoom()).isTrue();
    }

    @Test
    void shouldTellABookmarkOnceForAZxid() {
        greedy.watch(1, "/b", w -> w);
        other.write(FrontEnd.set("/a", ""));
        frontEnd.loop.run();
        int before = greedy.events().size();
        greedy.keepAlive();
        greedy.keepAlive();
        frontEnd.loop.run();

        assertThat(greedy.events()).hasSize(before + 1);
    }

    private static Watch.Builder hard(Watch.Builder watch, String pattern) {
        return watch.setScope(Scope.CHILDREN).setNamePattern(pattern);
    }

    private void runUntilTheOtherIsAnswered() {
        int before = other.got.size();
        other.read(r -> r.setGet(Get.newBuilder().setPath("/a")));
        while (other.got.size() == before) {
            assertThat(frontEnd.loop.runOne()).isTrue();
        }
    }
}
