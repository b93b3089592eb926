package io.ensemble.server.consensus.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.server.consensus.MemberAddress;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A member in another's place, step by step: no step may let two majorities decide without each other. */
class MembershipChangesTest {
    private static MemberAddress member(int number) {
        return MemberAddress.founder(number, "host" + number, 3888, 4888, 2888);
    }

    private static FakeMembership ensembleOf(int size) {
        return new FakeMembership(IntStream.rangeClosed(1, size)
                .mapToObj(MembershipChangesTest::member)
                .toList());
    }

    @Test
    void shouldNeverDecideInTwoHalvesWhereANewMemberTakesAnothersPlace() throws Exception {
        for (int size = 2; size <= 6; size++) {
            for (boolean silent : new boolean[] {false, true}) {
                if (size == 2 && silent) {
                    continue; // No majority is left.
                }
                FakeMembership membership = ensembleOf(size);
                if (silent) {
                    membership.silent.add(member(size));
                }

                new MembershipChanges(membership).replace(size, member(9));

                assertThat(numbers(membership.voters()))
                        .contains(9)
                        .doesNotContain(size)
                        .hasSize(size);
                assertMajoritiesMeet(membership);
            }
        }
    }

    @Test
    void shouldMoveANumberToAnotherPlaceInTwoChanges() throws Exception {
        FakeMembership membership = ensembleOf(5);
        membership.silent.add(member(5));
        MemberAddress moved = new MemberAddress(5, 77, "elsewhere", 3888, 4888, 2888);

        new MembershipChanges(membership).replace(5, moved);

        // The life before may only be cut off, and come back: it is voted out before the next one votes.
        assertThat(membership.history.get(1))
                .isEqualTo(membership.history.get(0).subList(0, 4));
        assertThat(membership.voters()).contains(moved).hasSize(5);
    }

    @Test
    void shouldReplaceWhereTheNewMemberListensOnThePortsOfTheOneThatGoes() throws Exception {
        FakeMembership membership = ensembleOf(3);
        membership.silent.add(member(3));

        new MembershipChanges(membership).replace(3, new MemberAddress(7, 77, "host3", 3888, 4888, 2888));

        assertThat(numbers(membership.voters())).containsExactly(1, 2, 7);
        assertMajoritiesMeet(membership);
    }

    @Test
    void shouldTakeBackANewLifeAtOneStrokeOnceTheOldOneIsSilent() throws Exception {
        FakeMembership membership = ensembleOf(3);
        MembershipChanges changes = new MembershipChanges(membership);

        assertThatThrownBy(() -> changes.replace(3, member(3).reborn(8)))
                .isInstanceOf(IOException.class)
                .hasMessage("member 3 still answers: stop it first");
        assertThat(membership.history).hasSize(1);

        membership.silent.add(member(3));
        changes.replace(3, member(3).reborn(8));
        assertThat(membership.history).hasSize(2);
        assertThat(membership.voters()).contains(member(3).reborn(8)).hasSize(3);
    }

    @Test
    void shouldGoOnWhereAnEarlierTryWasLeftHalfDone() throws Exception {
        FakeMembership membership = ensembleOf(3);
        MembershipChanges changes = new MembershipChanges(membership);
        membership.failing = 2;
        assertThatThrownBy(() -> changes.replace(3, member(4)))
                .hasMessage("member 4 was added, but member 3 not removed yet, so ask again: the log refused: for a"
                        + " test");
        membership.failing = 0;

        changes.replace(3, member(4));

        assertThat(numbers(membership.voters())).containsExactly(1, 2, 4);
    }

    @Test
    void shouldHandOverBeforeTheLeaderIsReplaced() throws Exception {
        FakeMembership membership = ensembleOf(3);
        MembershipChanges changes = new MembershipChanges(membership);

        assertThatThrownBy(() -> changes.replace(1, member(4))).isInstanceOf(MembershipChanges.Moved.class);
        membership.becomes(membership.transfers.get(0));
        changes.replace(1, member(4));

        assertThat(numbers(membership.voters())).containsExactly(2, 3, 4);
        assertMajoritiesMeet(membership);
    }

    @Test
    void shouldBeginNothingThatWouldBeLeftHalfDone() {
        FakeMembership membership = ensembleOf(4);
        membership.silent.add(member(2));

        // With 5 there would be four of five; but without 1 only 3 and 5 of the other four.
        membership.silent.add(member(4));
        assertThatThrownBy(() -> new MembershipChanges(membership).replace(3, member(5)))
                .hasMessageContaining("which is no majority");
        assertThat(membership.history).hasSize(1);
    }

    private static List<Integer> numbers(List<MemberAddress> members) {
        return members.stream().map(MemberAddress::number).toList();
    }

    private static void assertMajoritiesMeet(FakeMembership membership) {
        for (int step = 1; step < membership.history.size(); step++) {
            List<Integer> before = numbers(membership.history.get(step - 1));
            List<Integer> after = numbers(membership.history.get(step));
            for (int some = 0; some < 1 << 10; some++) {
                int chosen = some;
                boolean majorityBefore = isMajority(before, chosen);
                // All others, without any of those that were chosen.
                boolean majorityAfter = isMajority(after, ~chosen);
                assertThat(majorityBefore && majorityAfter)
                        .as("%s -> %s, where the former decide by %s", before, after, Integer.toBinaryString(chosen))
                        .isFalse();
            }
        }
    }

    private static boolean isMajority(List<Integer> members, int chosen) {
        return members.stream().filter(number -> (chosen >> number & 1) == 1).count() * 2 > members.size();
    }
}
