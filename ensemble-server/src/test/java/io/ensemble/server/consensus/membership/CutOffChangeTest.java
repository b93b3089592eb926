package io.ensemble.server.consensus.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.consensus.MemberAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutOffChangeTest {
    private static List<MemberAddress> members(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> MemberAddress.founder(n, "host" + n, 3888, 4888, 2888))
                .toList();
    }

    @Test
    void shouldNameTheRecoveryWhereTheSecondOfTwoWasBeingRemoved() {
        assertThat(CutOffChange.line(new Configuration(7, members(2, 2), List.of(), List.of(), members(1, 1), false)))
                .startsWith("nobody can lead: the removal of member 1 was cut off")
                .contains("on member 2, ./ensemble members recover --config FILE --yes --without 1")
                .doesNotContain("\n");
    }

    @Test
    void shouldNameTheRecoveryWhereASecondMemberWasBeingAdded() {
        assertThat(CutOffChange.line(new Configuration(7, members(1, 2), List.of(), members(2, 2), List.of(), false)))
                .startsWith("nobody can lead: the addition of member 2 was cut off")
                .endsWith("on member 1, ./ensemble members recover --config FILE --yes");
    }

    @Test
    void shouldSayNothingWhereThoseThatStayCanLead() {
        for (int size = 2; size < 7; size++) {
            assertThat(CutOffChange.line(new Configuration(
                            7, members(1, size), List.of(), List.of(), members(size + 1, size + 1), false)))
                    .isNull();
            assertThat(CutOffChange.line(new Configuration(
                            7, members(1, size + 1), List.of(), members(size + 1, size + 1), List.of(), false)))
                    .isNull();
        }
        assertThat(CutOffChange.line(new Configuration(7, members(1, 1), List.of(), List.of(), List.of(), true)))
                .isNull();
    }
}
