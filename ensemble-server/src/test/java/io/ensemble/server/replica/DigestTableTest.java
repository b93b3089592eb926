package io.ensemble.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.replica.DigestTable.Kind;
import io.ensemble.server.replica.DigestTable.Verdict;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigestTableTest {
    private static final Set<Integer> THREE = Set.of(1, 2, 3);

    private final DigestTable table = new DigestTable();

    @Test
    void shouldConfirmOnceAMajorityReportsTheOwnDigest() {
        table.reached(8, 0xA);

        assertThat(report(2, 8, 0xA)).isEqualTo(Kind.NOTHING);
        assertThat(report(2, 8, 0xA)).isEqualTo(Kind.NOTHING);
        assertThat(report(1, 8, 0xA)).isEqualTo(Kind.CONFIRMED);
        assertThat(report(3, 8, 0xA)).isEqualTo(Kind.NOTHING);
    }

    @Test
    void shouldStandAgainstAMajorityThatAgreesOnAnotherDigest() {
        table.reached(8, 0xA);
        report(1, 8, 0xA);
        report(2, 8, 0xB);

        Verdict verdict = table.report(3, 8, 0xB, THREE);

        assertThat(verdict.kind()).isEqualTo(Kind.AGAINST_MAJORITY);
        assertThat(verdict.own()).isEqualTo(0xA);
        assertThat(verdict.others()).containsExactly(2, 3);
    }

    @Test
    void shouldNameTheOneThatStandsAgainstTheMajorityWheneverItReports() {
        table.reached(8, 0xA);
        report(1, 8, 0xA);
        report(2, 8, 0xA);
        assertThat(table.report(3, 8, 0xB, THREE).others()).containsExactly(3);

        table.reached(16, 0xC);
        report(3, 16, 0xD);
        report(1, 16, 0xC);
        assertThat(table.report(2, 16, 0xC, THREE).kind()).isEqualTo(Kind.CONFIRMED);
    }

    @Test
    void shouldSayThatThereIsNoMajorityOnlyWhenNoReportCanMakeOneAnyMore() {
        table.reached(8, 0xA);
        report(1, 8, 0xA);
        assertThat(report(2, 8, 0xB)).isEqualTo(Kind.NOTHING);
        assertThat(report(3, 8, 0xC)).isEqualTo(Kind.NO_MAJORITY);
        assertThat(report(3, 8, 0xC)).isEqualTo(Kind.NOTHING);

        table.reached(16, 0xA);
        assertThat(table.report(1, 16, 0xA, Set.of(1, 2)).kind()).isEqualTo(Kind.NOTHING);
        assertThat(table.report(2, 16, 0xB, Set.of(1, 2)).kind()).isEqualTo(Kind.NO_MAJORITY);

        Set<Integer> five = Set.of(1, 2, 3, 4, 5);
        table.reached(24, 0xA);
        table.report(1, 24, 0xA, five);
        table.report(2, 24, 0xA, five);
        table.report(3, 24, 0xB, five);
        assertThat(table.report(4, 24, 0xB, five).kind()).isEqualTo(Kind.NOTHING);
        assertThat(table.report(5, 24, 0xB, five).kind()).isEqualTo(Kind.AGAINST_MAJORITY);
    }

    @Test
    void shouldBeConfirmedByItsOwnReportAlone() {
        table.reached(8, 0xA);

        assertThat(table.report(1, 8, 0xA, Set.of(1)).kind()).isEqualTo(Kind.CONFIRMED);
    }

    @Test
    void shouldCountVotersOnly() {
        table.reached(8, 0xA);
        report(1, 8, 0xA);

        assertThat(report(4, 8, 0xA)).isEqualTo(Kind.NOTHING);
        assertThat(report(5, 8, 0xB)).isEqualTo(Kind.NOTHING);
        assertThat(table.report(1, 8, 0xA, Set.of()).kind()).isEqualTo(Kind.NOTHING);
        // Members come: what they reported before counts from then on.
        assertThat(table.report(1, 8, 0xA, Set.of(1, 4, 5)).kind()).isEqualTo(Kind.CONFIRMED);
    }

    @Test
    void shouldKnowNothingOfWhatItHasNotReachedOrNoLongerKeeps() {
        for (long at = 1; at <= DigestTable.CHECKPOINTS_MAX + 1; at++) {
            table.reached(8 * at, at);
        }

        assertThat(table.report(1, 8, 1, Set.of(1)).kind()).isEqualTo(Kind.NOTHING);
        assertThat(table.report(1, 16, 2, Set.of(1)).kind()).isEqualTo(Kind.CONFIRMED);
        assertThat(table.report(1, 9, 2, Set.of(1)).kind()).isEqualTo(Kind.NOTHING);
        assertThat(table.report(1, 1 << 20, 2, Set.of(1)).kind()).isEqualTo(Kind.NOTHING);

        table.clear();

        assertThat(table.report(1, 24, 9, Set.of(1)).kind()).isEqualTo(Kind.NOTHING);
    }

    @Test
    void shouldKeepNoMoreReportsThanThereCanBeMembers() {
        table.reached(8, 0xA);
        for (int member = 100; member < 164; member++) {
            report(member, 8, 0xB);
        }

        // Full of strangers: what comes now is dropped, and nothing is judged wrongly.
        assertThat(table.report(1, 8, 0xA, Set.of(1)).kind()).isEqualTo(Kind.NOTHING);
    }

    private Kind report(int member, long index, long digest) {
        return table.report(member, index, digest, THREE).kind();
    }
}
