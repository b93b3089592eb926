package io.ensemble.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final long MS = 1_000_000L;
    private final Freshness freshness = new Freshness(6_000, 0, 0);

    @Test
    void shouldBeFreshForAThirdOfTheTimeoutAfterASendingThatWasConfirmed() {
        assertThat(freshness.isFresh(1_999 * MS)).isTrue();
        assertThat(freshness.isFresh(2_000 * MS)).isFalse();

        freshness.confirmed(1_500 * MS);

        assertThat(freshness.isFresh(3_499 * MS)).isTrue();
        assertThat(freshness.isFresh(3_500 * MS)).isFalse();
    }

    @Test
    void shouldNotGoBackWhenAnOlderSendingIsConfirmedLater() {
        freshness.confirmed(3_000 * MS);

        freshness.confirmed(1_000 * MS);

        assertThat(freshness.isFresh(4_900 * MS)).isTrue();
    }

    @Test
    void shouldBeLostAtHalfTheTimeoutOnceSomethingHeardStayedUnconfirmed() {
        freshness.heard(2_000 * MS);

        assertThat(freshness.isLost(2_999 * MS)).isFalse();
        assertThat(freshness.isLost(3_000 * MS)).isTrue();
    }

    @Test
    void shouldNotCloseASilentClientAtHalfTheTimeoutButSoonBehindAllOfIt() {
        assertThat(freshness.isLost(3_100 * MS)).isFalse();
        assertThat(freshness.isLost(6_599 * MS)).isFalse();
        assertThat(freshness.isLost(6_600 * MS)).isTrue();
    }

    @Test
    void shouldGiveAClientHeardLateTheTimeToBeConfirmed() {
        freshness.heard(5_000 * MS);

        assertThat(freshness.isLost(5_500 * MS)).isFalse();
        assertThat(freshness.isLost(6_000 * MS)).isTrue();

        freshness.confirmed(5_100 * MS);

        assertThat(freshness.isLost(6_000 * MS)).isFalse();
        assertThat(freshness.isFresh(6_000 * MS)).isTrue();
    }

    @Test
    void shouldNotTakeWhatWasHeardAfterTheSendingAsConfirmed() {
        freshness.heard(1_000 * MS);
        freshness.heard(2_000 * MS);

        freshness.confirmed(1_500 * MS);

        assertThat(freshness.isLost(4_499 * MS)).isFalse();
        assertThat(freshness.isLost(4_500 * MS)).isTrue();
    }
}
