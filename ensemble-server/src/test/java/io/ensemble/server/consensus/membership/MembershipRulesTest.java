package io.ensemble.server.consensus.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.consensus.MemberAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which changes are made, over every set of reachable members. */
class MembershipRulesTest {
    private static final List<MemberAddress> THREE = List.of(member(1), member(2), member(3));

    private static MemberAddress member(int number) {
        return MemberAddress.founder(number, "host" + number, 3888, 4888, 2888);
    }

    @Test
    void shouldRefuseARemovalThatWouldLeaveNoMajority() {
        List<MemberAddress> next = MembershipRules.without(THREE, 1);

        assertThat(MembershipRules.refusal(THREE, next, List.of(member(1), member(2))))
                .isEqualTo("no majority would be left: of the members 2, 3, that would be left, only 2 can be reached."
                        + " Start the others first");
        assertThat(MembershipRules.refusal(THREE, next, THREE)).isNull();
        assertThat(MembershipRules.refusal(THREE, next, List.of(member(2), member(3))))
                .isNull();
    }

    @Test
    void shouldRefuseWithoutAMajorityNow() {
        assertThat(MembershipRules.refusal(THREE, MembershipRules.without(THREE, 3), List.of(member(1))))
                .isEqualTo("only 1 of the members 1, 2, 3 can be reached, which is no majority: a change needs one");
    }

    @Test
    void shouldRemoveADeadMember() {
        assertThat(MembershipRules.refusal(THREE, MembershipRules.without(THREE, 3), List.of(member(1), member(2))))
                .isNull();
    }

    @Test
    void shouldRefuseTheLastOneAndMoreThanOne() {
        assertThat(MembershipRules.refusal(List.of(member(1)), List.of(), List.of(member(1))))
                .isEqualTo("the last member cannot be removed");
        assertThat(MembershipRules.refusal(THREE, List.of(member(1)), THREE))
                .isEqualTo("one member at a time: 0 would come and 2 would go");
    }

    @Test
    void shouldRefuseANumberOrAPortThatIsTaken() {
        MemberAddress sameNumber = new MemberAddress(3, 5, "elsewhere", 3888, 4888, 2888);
        MemberAddress samePort = new MemberAddress(4, 5, "host2", 3889, 4889, 2888);

        assertThat(MembershipRules.refusal(THREE, MembershipRules.with(THREE, sameNumber), all(sameNumber)))
                .isEqualTo("number 3 is member 3's: take another one for the new member, or replace that member");
        assertThat(MembershipRules.refusal(THREE, MembershipRules.with(THREE, samePort), all(samePort)))
                .startsWith("host2:2888 is member 2's");
    }

    @Test
    void shouldReplaceByTheSameNumberUnderAnotherLife() {
        MemberAddress back = member(3).reborn(99);
        List<MemberAddress> next = MembershipRules.with(MembershipRules.without(THREE, 3), back);

        assertThat(MembershipRules.refusal(THREE, next, List.of(member(1), member(2), back)))
                .isNull();
        assertThat(MembershipRules.refusal(THREE, next, List.of(member(1), back)))
                .as("the life before does not count")
                .startsWith("only 1 of the members 1, 2, 3");
    }

    /** What is allowed keeps, at each step, a majority of old and new alive. */
    @Test
    void shouldNeverStopTheEnsemble() {
        List<MemberAddress> five = new ArrayList<>(THREE);
        five.add(member(4));
        five.add(member(5));
        for (int alive = 0; alive < 32; alive++) {
            List<MemberAddress> reachable = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                if ((alive >> i & 1) == 1) {
                    reachable.add(five.get(i));
                }
            }
            for (int gone = 1; gone <= 5; gone++) {
                List<MemberAddress> next = MembershipRules.without(five, gone);
                long left = next.stream().filter(reachable::contains).count();
                boolean allowed = MembershipRules.refusal(five, next, reachable) == null;
                assertThat(allowed)
                        .as("remove %d while %s can be reached", gone, reachable)
                        .isEqualTo(reachable.size() >= 3 && left >= 3);
            }
        }
    }

    @Test
    void shouldHandOverToTheOneThatIsFurthestOfThoseThatAnswer() {
        List<Progress> progress = List.of(
                new Progress(member(1), 100, 0), new Progress(member(2), 90, 10), new Progress(member(3), 99, 5_000));

        assertThat(MembershipRules.successor(progress, THREE, member(1), 1_000)).contains(member(2));
        assertThat(MembershipRules.successor(progress, THREE, member(1), 10_000))
                .contains(member(3));
        assertThat(MembershipRules.successor(progress, List.of(member(1)), member(1), 1_000))
                .isEmpty();
    }

    private static List<MemberAddress> all(MemberAddress more) {
        return MembershipRules.with(THREE, more);
    }

    /** The caretaker takes back whom this is true of, and nobody else. */
    @Test
    void shouldTakeForLostOnlyASilentMemberWhoseNumberWaitsUnderAnotherLife() {
        MemberAddress self = new MemberAddress(1, 0, "h1", 1, 2, 3);
        MemberAddress member = new MemberAddress(2, 0, "h2", 1, 2, 3);

        assertThat(MembershipRules.isSilent(new Progress(member, 9, 601), self, 600))
                .isTrue();
        assertThat(MembershipRules.isSilent(new Progress(member, 9, 600), self, 600))
                .as("heard in time")
                .isFalse();
        assertThat(MembershipRules.isSilent(new Progress(self, 9, 601), self, 600))
                .as("the leader itself")
                .isFalse();
        assertThat(MembershipRules.hasLostItsData(member, member.reborn(5))).isTrue();
        assertThat(MembershipRules.hasLostItsData(member, member))
                .as("cut off, with its data")
                .isFalse();
        assertThat(MembershipRules.hasLostItsData(member, new MemberAddress(3, 5, "h2", 1, 2, 3)))
                .as("another member at its address")
                .isFalse();
    }
}
