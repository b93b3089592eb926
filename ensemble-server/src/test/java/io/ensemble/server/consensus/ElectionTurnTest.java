package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When a follower stands, by a clock of the test. */
class ElectionTurnTest {
    private static final long SILENT_MS = 300;
    private static final long LOOK_MS = 25;

    private long nowMs;
    private final ElectionTurn rule = new ElectionTurn(SILENT_MS, 0);

    @Test
    void shouldGiveEachFollowerATurnOfItsOwn() {
        List<Integer> voters = List.of(1, 2, 3, 5, 8);
        for (int leader : voters) {
            List<Integer> turns = voters.stream()
                    .filter(member -> member != leader)
                    .map(member -> ElectionTurn.of(voters, leader, member))
                    .toList();

            assertThat(turns).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void shouldLetTheMemberAfterTheLeaderStandFirst() {
        assertThat(ElectionTurn.of(List.of(1, 2, 3), 3, 1)).isZero();
        assertThat(ElectionTurn.of(List.of(1, 2, 3), 3, 2)).isEqualTo(1);
        assertThat(ElectionTurn.of(List.of(1, 2, 3), 1, 2)).isZero();
    }

    @Test
    void shouldNotLetStandWhoDoesNotVote() {
        assertThat(ElectionTurn.of(List.of(1, 2, 3), 1, 4)).isEqualTo(-1);
        assertThat(ElectionTurn.of(List.of(1, 2, 3), 1, 1)).isEqualTo(-1);
    }

    @Test
    void shouldTakeTurnsAlsoWhenTheLeaderIsNoVoterAnyMore() {
        assertThat(ElectionTurn.of(List.of(1, 2, 3), 9, 1)).isZero();
        assertThat(ElectionTurn.of(List.of(1, 2, 3), 9, 3)).isEqualTo(2);
    }

    @Test
    void shouldStandInTurnOnceTheLeaderIsSilent() {
        assertThat(firstStandMs(0)).isEqualTo(SILENT_MS);
        assertThat(firstStandMs(1)).isEqualTo(SILENT_MS + 125);
        assertThat(firstStandMs(2)).isEqualTo(SILENT_MS + 250);
    }

    /** A link on which two of three heartbeats are lost, or a connection that is refused beside one that stands. */
    @Test
    void shouldNeverStandWhileTheLeaderIsHeard() {
        for (long heardMs = 0; heardMs < 60_000; heardMs += 275) {
            for (long silentMs = 0; silentMs < 275; silentMs += LOOK_MS) {
                assertThat(look(0, silentMs, 0)).isFalse();
            }
        }
    }

    @Test
    void shouldNotStandWithoutAVote() {
        assertThat(firstStandMs(-1)).isEqualTo(-1);
    }

    /** It takes long because of its own disk: the leader's next request is not read before. */
    @Test
    void shouldNotStandWhileRequestsOfTheLeaderWaitHere() {
        for (long silentMs = 0; silentMs <= 5_000; silentMs += LOOK_MS) {
            assertThat(look(0, silentMs, 1)).isFalse();
        }
        assertThat(look(0, 5_000, 0)).isTrue();
    }

    /** Woken after a stop, it first reads what came meanwhile. */
    @Test
    void shouldGiveTheLeaderAFullTimeoutAfterAStop() {
        look(0, 20, 0);
        nowMs += 2_000;
        long wokenMs = nowMs;

        long silentMs = 2_020;
        while (!look(0, silentMs, 0)) {
            silentMs += LOOK_MS;
        }

        assertThat(nowMs - LOOK_MS - wokenMs).isEqualTo(SILENT_MS);
    }

    /** A look that comes a little late is no stop: the rule would never stand on a loaded machine. */
    @Test
    void shouldTakeALateLookForWhatItIs() {
        look(0, 20, 0);
        nowMs += ElectionTurn.STOPPED_MS - LOOK_MS;

        assertThat(look(0, SILENT_MS, 0)).isTrue();
    }

    private long firstStandMs(int turn) {
        for (long silentMs = 0; silentMs <= 5_000; silentMs += LOOK_MS) {
            if (look(turn, silentMs, 0)) {
                return silentMs;
            }
        }
        return -1;
    }

    private boolean look(int turn, long silentMs, int outstanding) {
        boolean due = rule.isDue(nowMs * 1_000_000, turn, silentMs, outstanding);
        nowMs += LOOK_MS;
        return due;
    }
}
