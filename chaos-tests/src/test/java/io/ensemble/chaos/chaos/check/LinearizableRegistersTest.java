package io.ensemble.chaos.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.history.Line.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearizableRegistersTest {
    private static final String X = "/r/x";

    private static long violations(Histories histories) {
        Findings findings = new LinearizableRegisters().check(histories.history());
        return findings.violationCount();
    }

    @Test
    void shouldAcceptCallsOneAtATime() {
        Histories h = new Histories();
        h.read(1, Kind.SYNCED_READ, X, "initial", 0, 1, 1);
        h.set(1, X, "a", 1, 2);
        h.read(2, Kind.SYNCED_READ, X, "a", 1, 2, 2);

        assertThat(violations(h)).isZero();
    }

    @Test
    void shouldRejectAStaleRead() {
        Histories h = new Histories();
        h.set(1, X, "a", 1, 2);
        h.set(1, X, "b", 2, 3);
        h.read(2, Kind.SYNCED_READ, X, "a", 1, 2, 2);

        assertThat(violations(h)).isOne();
    }

    @Test
    void shouldAcceptEitherOrderOfCallsThatOverlap() {
        Histories h = new Histories();
        long first = h.begin(1, Kind.SET, X, "a", null);
        long second = h.begin(2, Kind.SET, X, "b", null);
        h.ok(first, 2, 3L, 3L);
        h.ok(second, 1, 2L, 2L);
        h.read(3, Kind.SYNCED_READ, X, "a", 2, 3, 3);

        assertThat(violations(h)).isZero();
    }

    @Test
    void shouldRejectALostWrite() {
        Histories h = new Histories();
        h.set(1, X, "a", 1, 2);
        h.set(2, X, "b", 1, 3);

        assertThat(violations(h)).isOne();
    }

    @Test
    void shouldLetAnUnansweredWriteHappenLateOrNever() {
        Histories late = new Histories();
        late.info(late.begin(1, Kind.SET, X, "a", null));
        late.read(2, Kind.SYNCED_READ, X, "initial", 0, 1, 1);
        late.read(2, Kind.SYNCED_READ, X, "a", 1, 5, 5);
        Histories never = new Histories();
        never.info(never.begin(1, Kind.SET, X, "a", null));
        never.set(2, X, "b", 1, 3);

        assertThat(violations(late)).isZero();
        assertThat(violations(never)).isZero();
    }

    @Test
    void shouldNotLetAnUnansweredWriteHappenTwice() {
        Histories h = new Histories();
        h.info(h.begin(1, Kind.SET, X, "a", null));
        h.read(2, Kind.SYNCED_READ, X, "a", 1, 5, 5);
        h.set(2, X, "b", 2, 6);
        h.read(2, Kind.SYNCED_READ, X, "a", 3, 7, 7);

        assertThat(violations(h)).isOne();
    }

    @Test
    void shouldDecideWithManyUnansweredWrites() {
        Histories h = new Histories();
        for (int i = 0; i < 40; i++) {
            h.info(h.begin(i, Kind.SET, X, "unanswered " + i, null));
        }
        h.read(50, Kind.SYNCED_READ, X, "unanswered 7", 3, 5, 5);
        h.set(50, X, "a", 9, 12);
        Histories contradictory = new Histories();
        for (int i = 0; i < 40; i++) {
            contradictory.info(contradictory.begin(i, Kind.SET, X, "unanswered " + i, null));
        }
        contradictory.set(50, X, "a", 3, 12);
        contradictory.read(50, Kind.SYNCED_READ, X, "unanswered 7", 2, 5, 5);

        assertThat(violations(h)).isZero();
        assertThat(violations(contradictory)).isOne();
    }

    @Test
    void shouldHoldCompareAndSetToItsVersion() {
        Histories good = new Histories();
        good.ok(good.begin(1, Kind.CAS, X, "a", 0), 1, 2L, 2L);
        good.fail(good.begin(2, Kind.CAS, X, "b", 0), "BADVERSION");
        Histories bothWin = new Histories();
        bothWin.ok(bothWin.begin(1, Kind.CAS, X, "a", 0), 1, 2L, 2L);
        bothWin.ok(bothWin.begin(2, Kind.CAS, X, "b", 0), 1, 3L, 3L);
        Histories wronglyRefused = new Histories();
        wronglyRefused.fail(wronglyRefused.begin(2, Kind.CAS, X, "b", 0), "BADVERSION");

        assertThat(violations(good)).isZero();
        assertThat(violations(bothWin)).isOne();
        assertThat(violations(wronglyRefused)).isOne();
    }

    @Test
    void shouldNotTakeALocalReadIntoAccount() {
        Histories h = new Histories();
        h.set(1, X, "a", 1, 2);
        h.read(2, Kind.READ, X, "initial", 0, 1, 1);

        assertThat(violations(h)).isZero();
    }

    @Test
    void shouldTellTheCallsThatDecide() {
        Histories h = new Histories();
        h.set(1, X, "a", 1, 2);
        h.set(1, X, "b", 2, 3);
        h.read(2, Kind.SYNCED_READ, X, "a", 1, 2, 2);
        h.set(1, X, "c", 3, 4);

        Findings findings = new LinearizableRegisters().check(h.history());

        assertThat(findings.violations().get(0)).contains("SYNCED_READ").doesNotContain("value c");
    }

    /** Histories made from an order that is right are accepted; with one answer changed, they are not. */
    @Test
    void shouldTellRandomHistoriesApart() {
        long seed = Long.getLong("ensemble.seed", 20260101L);
        for (int i = 0; i < 200; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            RandomRegister made = new RandomRegister(random, 40);

            assertThat(violations(made.right())).as("seed %d", seed + i).isZero();
            assertThat(violations(made.wrong())).as("seed %d", seed + i).isOne();
        }
    }
}
