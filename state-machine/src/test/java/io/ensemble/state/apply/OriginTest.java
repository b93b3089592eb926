package io.ensemble.state.apply;

import static io.ensemble.state.apply.Log.MEMBER;
import static io.ensemble.state.apply.Log.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.State;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.command.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches count once and in order, under the incarnation that was granted; each guard is what makes it so. */
class OriginTest {
    private final Log log = new Log();
    private final long session = log.open();

    @AfterEach
    void everythingAddsUp() {
        log.state.verify();
    }

    private Status apply(Part part) {
        return log.entry(part).parts().get(0).status();
    }

    private Part.Batch batch(long incarnation, long number, String path) {
        return new Part.Batch(
                MEMBER, incarnation, number, 1, null, List.of(log.who), List.of(log.op(session, create(path))));
    }

    private void without(ApplyGuard guard) {
        Set<ApplyGuard> rest = EnumSet.allOf(ApplyGuard.class);
        rest.remove(guard);
        log.guards = rest;
    }

    @Test
    void shouldApplyANumberOnce() {
        Part batch = batch(1, 2, "/a-");

        assertThat(apply(batch)).isEqualTo(Status.APPLIED);
        State after = log.state;
        assertThat(apply(batch)).isEqualTo(Status.DUPLICATE);
        assertThat(log.state.digest()).isEqualTo(after.digest());
        assertThat(log.last.parts().get(0).commands()).isEmpty();

        without(ApplyGuard.DUPLICATE_BATCH);
        assertThat(apply(batch)).isEqualTo(Status.APPLIED);
    }

    @Test
    void shouldApplyTwiceInOneEntryOnlyOnce() {
        log.entry(batch(1, 2, "/a"), batch(1, 2, "/a"), batch(1, 3, "/b"));

        assertThat(log.last.parts())
                .extracting(Applied.PartResult::status)
                .containsExactly(Status.APPLIED, Status.DUPLICATE, Status.APPLIED);
        assertThat(log.state.lastBatch(MEMBER)).isEqualTo(3);
    }

    @Test
    void shouldRefuseAGap() {
        long digest = log.state.digest();

        assertThat(apply(batch(1, 3, "/a"))).isEqualTo(Status.GAP);
        assertThat(log.state.digest()).isEqualTo(digest);

        without(ApplyGuard.GAP_IN_BATCHES);
        assertThat(apply(batch(1, 3, "/a"))).isEqualTo(Status.APPLIED);
    }

    @Test
    void shouldRefuseAnotherIncarnation() {
        assertThat(apply(new Part.Hello(MEMBER, 5, 1))).isEqualTo(Status.APPLIED);
        assertThat(log.state.incarnation(MEMBER)).isEqualTo(2);
        assertThat(log.state.nonce(MEMBER)).isEqualTo(5);
        assertThat(log.state.lastBatch(MEMBER)).isZero();

        assertThat(apply(batch(1, 1, "/a"))).isEqualTo(Status.WRONG_INCARNATION);
        assertThat(apply(batch(3, 1, "/a"))).isEqualTo(Status.WRONG_INCARNATION);
        assertThat(apply(batch(2, 1, "/a"))).isEqualTo(Status.APPLIED);

        without(ApplyGuard.INCARNATION);
        assertThat(apply(batch(1, 2, "/b"))).isEqualTo(Status.APPLIED);
    }

    @Test
    void shouldRefuseTheBatchOfAMemberThatNeverSaidHello() {
        Part.Batch stranger = new Part.Batch(9, 0, 1, 1, null, List.of(), List.of());

        assertThat(apply(stranger)).isEqualTo(Status.WRONG_INCARNATION);
    }

    @Test
    void shouldGrantAHelloOnceAndOnlyToWhoSawThePresent() {
        apply(batch(1, 2, "/a"));

        assertThat(apply(new Part.Hello(MEMBER, 77, 0)))
                .as("the granted one again")
                .isEqualTo(Status.APPLIED);
        assertThat(log.state.lastBatch(MEMBER)).isEqualTo(2);
        assertThat(apply(new Part.Hello(MEMBER, 78, 0))).as("a late one").isEqualTo(Status.WRONG_INCARNATION);
        assertThat(apply(new Part.Hello(MEMBER, 0, 1))).as("no nonce").isEqualTo(Status.WRONG_INCARNATION);
        assertThat(log.state.incarnation(MEMBER)).isEqualTo(1);

        without(ApplyGuard.HELLO_IS_COMPARE_AND_SET);
        assertThat(apply(new Part.Hello(MEMBER, 78, 0))).isEqualTo(Status.APPLIED);
        assertThat(log.state.lastBatch(MEMBER)).isZero();
    }
}
