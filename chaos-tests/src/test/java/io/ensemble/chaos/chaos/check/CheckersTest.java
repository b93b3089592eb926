package io.ensemble.chaos.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.history.Line.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule on a history that keeps it and on histories that break it. */
class CheckersTest {
    private static final String X = "/r/x";
    private static final String Y = "/r/y";

    private static List<String> violations(Checker checker, Histories histories) {
        return checker.check(histories.history()).violations();
    }

    @Test
    void shouldHoldReadsToTheirZxid() {
        Histories good = new Histories();
        good.set(1, X, "a", 1, 5).set(1, X, "b", 2, 9);
        good.read(2, Kind.READ, X, "a", 1, 5, 8).read(2, Kind.READ, X, "b", 2, 9, 9);
        Histories missed = new Histories();
        missed.set(1, X, "a", 1, 5).set(1, X, "b", 2, 9);
        missed.read(2, Kind.READ, X, "a", 1, 5, 9);
        Histories early = new Histories();
        early.set(1, X, "a", 1, 5);
        early.read(2, Kind.READ, X, "a", 1, 5, 4);
        Histories otherValue = new Histories();
        otherValue.set(1, X, "a", 1, 5);
        otherValue.read(2, Kind.READ, X, "z", 1, 5, 6);

        assertThat(violations(new ReadsAtTheirZxid(), good)).isEmpty();
        assertThat(violations(new ReadsAtTheirZxid(), missed)).hasSize(1);
        assertThat(violations(new ReadsAtTheirZxid(), early)).hasSize(1);
        assertThat(violations(new ReadsAtTheirZxid(), otherValue)).hasSize(1);
    }

    @Test
    void shouldHoldSessionsToTheirOrder() {
        Histories good = new Histories();
        good.set(1, X, "a", 1, 5).read(1, Kind.READ, X, "a", 1, 5, 5).read(2, Kind.READ, X, "x", 0, 1, 2);
        Histories back = new Histories();
        back.read(1, Kind.READ, X, "a", 1, 5, 7).read(1, Kind.READ, X, "a", 1, 5, 6);
        Histories sameZxid = new Histories();
        sameZxid.read(1, Kind.READ, X, "a", 1, 5, 7).set(1, X, "b", 2, 7);

        assertThat(violations(new SessionOrder(), good)).isEmpty();
        assertThat(violations(new SessionOrder(), back)).hasSize(1);
        assertThat(violations(new SessionOrder(), sameZxid)).hasSize(1);
    }

    @Test
    void shouldHoldTheLogToRealTime() {
        Histories back = new Histories();
        back.set(1, X, "a", 1, 9).set(2, Y, "b", 1, 8);
        Histories staleSync = new Histories();
        staleSync.set(1, X, "a", 1, 9).read(2, Kind.SYNCED_READ, Y, "y", 0, 1, 8);
        Histories overlapping = new Histories();
        long early = overlapping.begin(2, Kind.SET, Y, "b", null);
        overlapping.set(1, X, "a", 1, 9).ok(early, 1, 8L, 8L);

        assertThat(violations(new SessionOrder(), back)).hasSize(1);
        assertThat(violations(new SessionOrder(), staleSync)).hasSize(1);
        assertThat(violations(new SessionOrder(), overlapping)).isEmpty();
    }

    @Test
    void shouldFindLostAndRepeatedWrites() {
        Histories good = new Histories();
        good.set(1, X, "a", 1, 5).info(good.begin(2, Kind.SET, X, "b", null));
        good.last(1, X, "b", 2, 6, 0);
        Histories lost = new Histories();
        lost.set(1, X, "a", 1, 5).set(1, X, "b", 2, 6).last(1, X, "a", 1, 5, 0);
        Histories gone = new Histories();
        gone.set(1, X, "a", 1, 5);
        Histories repeated = new Histories();
        repeated.set(1, X, "a", 1, 5).set(1, X, "b", 2, 6).last(1, X, "a", 3, 7, 0);
        Histories refusedYetThere = new Histories();
        refusedYetThere.fail(refusedYetThere.begin(1, Kind.CAS, X, "a", 3), "BADVERSION");
        refusedYetThere.info(refusedYetThere.begin(2, Kind.SET, X, "b", null));
        refusedYetThere.last(1, X, "a", 1, 5, 0);

        Checker checker = new AcknowledgedWrites();
        assertThat(violations(checker, good)).isEmpty();
        assertThat(violations(checker, lost)).isNotEmpty();
        assertThat(violations(checker, gone)).hasSize(1);
        assertThat(violations(checker, repeated)).isNotEmpty();
        assertThat(violations(checker, refusedYetThere)).hasSize(1);
    }

    @Test
    void shouldHoldSequenceNumbersToBeUniqueAndRising() {
        Histories good = new Histories();
        good.okPath(good.begin(1, Kind.CREATE_SEQUENTIAL, "/s/n-", "a", null), "/s/n-0000000001", 5L);
        good.info(good.begin(1, Kind.CREATE_SEQUENTIAL, "/s/n-", "b", null));
        good.last(1, "/s/n-0000000001", "a", 0, 5, 0);
        Histories twice = new Histories();
        twice.okPath(twice.begin(1, Kind.CREATE_SEQUENTIAL, "/s/n-", "a", null), "/s/n-0000000001", 5L);
        twice.last(1, "/s/n-0000000001", "a", 0, 5, 0).last(1, "/s/n-0000000002", "a", 0, 6, 0);
        Histories lost = new Histories();
        lost.okPath(lost.begin(1, Kind.CREATE_SEQUENTIAL, "/s/n-", "a", null), "/s/n-0000000001", 5L);
        lost.okPath(lost.begin(1, Kind.CREATE_SEQUENTIAL, "/s/n-", "b", null), "/s/n-0000000002", 6L);
        lost.last(1, "/s/n-0000000001", "a", 0, 5, 0);
        Histories falling = new Histories();
        falling.okPath(falling.begin(1, Kind.CREATE_SEQUENTIAL, "/s/n-", "a", null), "/s/n-0000000002", 5L);
        falling.okPath(falling.begin(2, Kind.CREATE_SEQUENTIAL, "/s/n-", "b", null), "/s/n-0000000001", 6L);
        falling.last(1, "/s/n-0000000001", "b", 0, 6, 0).last(1, "/s/n-0000000002", "a", 0, 5, 0);
        Histories nobodys = new Histories();
        nobodys.info(nobodys.begin(1, Kind.CREATE_SEQUENTIAL, "/s/n-", "a", null));
        nobodys.last(1, "/s/n-0000000001", "z", 0, 5, 0);

        Checker checker = new UniqueSequence();
        assertThat(violations(checker, good)).isEmpty();
        assertThat(violations(checker, twice)).isNotEmpty();
        assertThat(violations(checker, lost)).hasSize(1);
        assertThat(violations(checker, falling)).hasSize(1);
        assertThat(violations(checker, nobodys)).hasSize(1);
    }

    private static Histories twoEphemeralsAndClose() {
        Histories h = new Histories();
        h.okPath(h.begin(1, Kind.CREATE_EPHEMERAL, "/e/a", "a", null), "/e/a", 5L);
        h.okPath(h.begin(1, Kind.CREATE_EPHEMERAL, "/e/b", "b", null), "/e/b", 6L);
        h.ok(h.begin(1, Kind.CLOSE, null, null, null), null, null, 9L);
        return h;
    }

    @Test
    void shouldHoldEphemeralsToTheirSessions() {
        Histories good = twoEphemeralsAndClose();
        good.okChildren(good.begin(2, Kind.LIST, "/e", null, null), List.of("a"), 5L);
        good.okChildren(good.begin(2, Kind.LIST, "/e", null, null), List.of("a", "b"), 8L);
        good.okChildren(good.begin(2, Kind.LIST, "/e", null, null), List.of(), 9L);
        Histories outlives = twoEphemeralsAndClose();
        outlives.okChildren(outlives.begin(2, Kind.LIST, "/e", null, null), List.of("b"), 9L);
        Histories missing = twoEphemeralsAndClose();
        missing.okChildren(missing.begin(2, Kind.LIST, "/e", null, null), List.of("a"), 8L);
        Histories early = twoEphemeralsAndClose();
        early.okChildren(early.begin(2, Kind.LIST, "/e", null, null), List.of("a", "b"), 5L);
        Histories goneBeforeItWasLeft = new Histories();
        goneBeforeItWasLeft.okPath(goneBeforeItWasLeft.begin(1, Kind.CREATE_EPHEMERAL, "/e/a", "a", null), "/e/a", 5L);
        goneBeforeItWasLeft.okChildren(goneBeforeItWasLeft.begin(2, Kind.LIST, "/e", null, null), List.of(), 6L);
        goneBeforeItWasLeft.state(1, "Abandoned");
        Histories left = twoEphemeralsAndClose();
        left.last(1, "/e/b", "b", 0, 6, Histories.session(1));

        Checker checker = new Ephemerals();
        assertThat(violations(checker, good)).isEmpty();
        assertThat(violations(checker, outlives)).hasSize(1);
        assertThat(violations(checker, missing)).hasSize(1);
        assertThat(violations(checker, early)).hasSize(1);
        assertThat(violations(checker, goneBeforeItWasLeft)).hasSize(1);
        assertThat(violations(checker, left)).hasSize(1);
    }

    @Test
    void shouldHoldAnExpiryToOneTransaction() {
        Histories half = new Histories();
        half.okPath(half.begin(1, Kind.CREATE_EPHEMERAL, "/e/a", "a", null), "/e/a", 5L);
        half.okPath(half.begin(1, Kind.CREATE_EPHEMERAL, "/e/b", "b", null), "/e/b", 6L);
        half.state(1, "Abandoned");
        half.okChildren(half.begin(2, Kind.LIST, "/e", null, null), List.of("a"), 12L);

        assertThat(violations(new Ephemerals(), half)).hasSize(1);
    }

    private static Histories watched() {
        Histories h = new Histories();
        h.set(1, X, "a", 1, 5);
        h.ok(h.begin(2, Kind.WATCH, X, null, null), "a", 1, 5L, null);
        h.set(1, X, "b", 2, 7).set(1, X, "c", 3, 8).set(1, Y, "y", 1, 9);
        return h;
    }

    @Test
    void shouldHoldOneShotWatchesToTheirRules() {
        Histories good = watched();
        good.read(2, Kind.READ, Y, "x", 0, 1, 6).event(2, X, 7).read(2, Kind.READ, Y, "x", 0, 1, 8);
        Histories lateEvent = watched();
        lateEvent.read(2, Kind.READ, Y, "x", 0, 1, 7).event(2, X, 7);
        Histories lost = watched();
        lost.read(2, Kind.READ, Y, "y", 1, 9, 9);
        Histories twice = watched();
        twice.event(2, X, 7).event(2, X, 8);
        Histories notTheFirst = watched();
        notTheFirst.event(2, X, 8);
        Histories ofNothing = watched();
        ofNothing.event(2, X, 6);
        Histories othersChange = watched();
        othersChange.event(2, X, 9);

        Checker checker = new Watches();
        assertThat(violations(checker, good)).isEmpty();
        assertThat(violations(checker, lateEvent)).isNotEmpty();
        assertThat(violations(checker, lost)).hasSize(1);
        assertThat(violations(checker, twice)).hasSize(1);
        assertThat(violations(checker, notTheFirst)).hasSize(1);
        assertThat(violations(checker, ofNothing)).isNotEmpty();
        assertThat(violations(checker, othersChange)).isNotEmpty();
    }

    @Test
    void shouldExpectTheMissedEventBehindAReconnect() {
        Histories good = watched();
        good.state(2, "Disconnected").state(2, "SyncConnected").event(2, X, -1).read(2, Kind.READ, Y, "y", 1, 9, 9);
        Histories lost = watched();
        lost.state(2, "Disconnected").state(2, "SyncConnected").read(2, Kind.READ, Y, "y", 1, 9, 9);

        assertThat(violations(new Watches(), good)).isEmpty();
        assertThat(violations(new Watches(), lost)).hasSize(1);
    }

    @Test
    void shouldHoldPersistentWatchesToEveryChange() {
        Histories good = new Histories();
        good.ok(good.begin(2, Kind.WATCH_ALL, X, null, null), null, null, null);
        good.read(2, Kind.READ, X, "initial", 0, 1, 4);
        good.set(1, X, "a", 1, 5).set(1, X, "b", 2, 7);
        good.event(2, X, 5).event(2, X, 7).read(2, Kind.READ, X, "b", 2, 7, 7);
        Histories gap = new Histories();
        gap.ok(gap.begin(2, Kind.WATCH_ALL, X, null, null), null, null, null);
        gap.read(2, Kind.READ, X, "initial", 0, 1, 4);
        gap.set(1, X, "a", 1, 5).set(1, X, "b", 2, 7);
        gap.event(2, X, 7);

        assertThat(violations(new Watches(), good)).isEmpty();
        assertThat(violations(new Watches(), gap)).hasSize(1);
    }

    private static Histories closedAt5() {
        Histories h = new Histories();
        h.ok(h.begin(1, Kind.SET_ACL, X, "closed", null), null, null, 5L);
        return h;
    }

    @Test
    void shouldHoldAccessToTheRightsOfItsMoment() {
        Histories good = closedAt5();
        good.refused(good.begin(2, Kind.TRY_WRITE, X, "a", null), "NOAUTH", 6L);
        good.ok(good.begin(1, Kind.SET_ACL, X, "open", null), null, null, 7L);
        good.ok(good.begin(2, Kind.TRY_READ, X, null, null), null, null, 7L);
        good.info(good.begin(1, Kind.SET_ACL, X, "closed", null));
        good.refused(good.begin(2, Kind.TRY_WRITE, X, "b", null), "NOAUTH", 9L);
        good.ok(good.begin(2, Kind.TRY_WRITE, X, "c", null), null, null, 10L);
        Histories written = closedAt5();
        written.ok(written.begin(2, Kind.TRY_WRITE, X, "a", null), null, null, 6L);
        Histories seen = closedAt5();
        seen.ok(seen.begin(2, Kind.TRY_READ, X, null, null), null, null, 5L);
        Histories shut = closedAt5();
        shut.ok(shut.begin(1, Kind.SET_ACL, X, "open", null), null, null, 7L);
        shut.refused(shut.begin(2, Kind.TRY_READ, X, null, null), "NOAUTH", 8L);

        Checker checker = new AccessRights();
        assertThat(violations(checker, good)).isEmpty();
        assertThat(violations(checker, written)).hasSize(1);
        assertThat(violations(checker, seen)).hasSize(1);
        assertThat(violations(checker, shut)).hasSize(1);
    }

    private static Histories heardThenSilent(long silentMs) {
        Histories h = new Histories();
        h.state(1, SessionsLive.TIMEOUT + 4_000);
        h.pass(10_000).set(1, X, "a", 1, 5).pass(silentMs);
        return h;
    }

    @Test
    void shouldHoldSessionsToTheirTimeouts() {
        Histories good = heardThenSilent(4_000).state(1, "Expired");
        Histories early = heardThenSilent(2_600).state(1, "Expired");
        Histories closed = heardThenSilent(10);
        closed.info(closed.begin(1, Kind.CLOSE, null, null, null)).state(1, "Expired");

        assertThat(violations(new SessionsLive(), good)).isEmpty();
        assertThat(violations(new SessionsLive(), early)).hasSize(1);
        assertThat(violations(new SessionsLive(), closed)).isEmpty();
    }

    @Test
    void shouldFindReadsOfLongAgo() {
        Histories good = new Histories().state(2, SessionsLive.TIMEOUT + 4_000);
        good.set(1, X, "a", 1, 5).pass(4_000).read(2, Kind.READ, X, "initial", 0, 1, 4);
        Histories old = new Histories().state(2, SessionsLive.TIMEOUT + 4_000);
        old.set(1, X, "a", 1, 5).pass(5_000).read(2, Kind.READ, X, "initial", 0, 1, 4);

        assertThat(violations(new ReadsAreRecent(), good)).isEmpty();
        assertThat(violations(new ReadsAreRecent(), old)).hasSize(1);
    }

    @Test
    void shouldWantTheTreeOfEachMember() {
        Histories unread = new Histories();
        unread.last(1, X, "a", 1, 5, 0).last(2, X, "a", 1, 5, 0).at(3, 1);

        assertThat(violations(new EqualMembers(), unread)).hasSize(1);
    }

    @Test
    void shouldFindMembersThatDiffer() {
        Histories good = new Histories();
        good.last(1, X, "a", 1, 5, 0).last(2, X, "a", 1, 5, 0);
        Histories differ = new Histories();
        differ.last(1, X, "a", 1, 5, 0).last(2, X, "b", 1, 5, 0).last(2, Y, "y", 0, 6, 0);

        assertThat(violations(new EqualMembers(), good)).isEmpty();
        assertThat(violations(new EqualMembers(), differ)).hasSize(2);
    }
}
