package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyElectionTest {
    @Test
    void shouldGiveEachFollowerATurnOfItsOwn() {
        List<Integer> voters = List.of(1, 2, 3, 5, 8);
        for (int leader : voters) {
            List<Integer> turns = voters.stream()
                    .filter(member -> member != leader)
                    .map(member -> EarlyElection.turn(voters, leader, member))
                    .toList();

            assertThat(turns).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void shouldLetTheMemberAfterTheLeaderStandFirst() {
        assertThat(EarlyElection.turn(List.of(1, 2, 3), 3, 1)).isZero();
        assertThat(EarlyElection.turn(List.of(1, 2, 3), 3, 2)).isEqualTo(1);
        assertThat(EarlyElection.turn(List.of(1, 2, 3), 1, 2)).isZero();
    }

    @Test
    void shouldNotLetStandWhoDoesNotVote() {
        assertThat(EarlyElection.turn(List.of(1, 2, 3), 1, 4)).isEqualTo(-1);
        assertThat(EarlyElection.turn(List.of(1, 2, 3), 1, 1)).isEqualTo(-1);
    }

    @Test
    void shouldTakeTurnsAlsoWhenTheLeaderIsNoVoterAnyMore() {
        assertThat(EarlyElection.turn(List.of(1, 2, 3), 9, 1)).isZero();
        assertThat(EarlyElection.turn(List.of(1, 2, 3), 9, 3)).isEqualTo(2);
    }
}
