package io.ensemble.chaos.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.history.Line.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of sets, lists, accounts, queues and locks, each on a history that keeps it and on ones that break it. */
class DomainCheckersTest {
    private static final String LOCK = "/locks/lock";

    private static List<String> violations(Checker checker, Histories histories) {
        return checker.check(histories.history()).violations();
    }

    private static Histories multi(Histories histories, int process, String batch, long zxid) {
        return histories.ok(histories.begin(process, Kind.MULTI, null, batch, null), null, null, zxid);
    }

    private static Histories multiRead(Histories histories, String shown, long zxid) {
        return histories.ok(histories.begin(9, Kind.MULTI_READ, null, null, null), shown, null, null, zxid);
    }

    private static Histories cas(Histories histories, String value, int version, long zxid) {
        return histories.ok(histories.begin(1, Kind.CAS, "/sets/s0", value, version - 1), version, zxid, zxid);
    }

    @Test
    void shouldFindWhatIsMissingOrTwiceInASet() {
        Histories good = cas(new Histories(), "initial,1.1", 1, 5).last(1, "/sets/s0", "initial,1.1,2.1", 2, 6, 0);
        Histories lost = cas(new Histories(), "initial,1.1", 1, 5).last(1, "/sets/s0", "initial,2.1", 2, 6, 0);
        Histories twice = new Histories().last(1, "/sets/s0", "initial,1.1,1.1", 2, 6, 0);
        Histories refused = new Histories();
        refused.fail(refused.begin(1, Kind.CAS, "/sets/s0", "initial,1.1", 0), "BADVERSION");
        refused.last(1, "/sets/s0", "initial,1.1", 1, 5, 0);

        assertThat(violations(new GrownSets(), good)).isEmpty();
        assertThat(violations(new GrownSets(), lost)).hasSize(1);
        assertThat(violations(new GrownSets(), twice)).hasSize(1);
        assertThat(violations(new GrownSets(), refused)).hasSize(1);
    }

    private static Histories appended() {
        return multi(new Histories(), 1, "/lists/a@0=,1.1 /lists/b@0=,1.1", 5);
    }

    @Test
    void shouldFindHalfOfAMulti() {
        Histories good = multiRead(appended(), "/lists/a=,1.1 /lists/b=,1.1", 6);
        good.last(1, "/lists/a", ",1.1", 1, 5, 0).last(1, "/lists/b", ",1.1", 1, 5, 0);
        Histories halfSeen = multiRead(appended(), "/lists/a=,1.1 /lists/b=", 6);
        halfSeen.last(1, "/lists/a", ",1.1", 1, 5, 0).last(1, "/lists/b", ",1.1", 1, 5, 0);
        Histories halfDone = appended().last(1, "/lists/a", ",1.1", 1, 5, 0).last(1, "/lists/b", "", 0, 4, 0);

        assertThat(violations(new AppendedLists(), good)).isEmpty();
        Histories tooEarly = multiRead(appended(), "/lists/a=,1.1 /lists/b=,1.1", 4);
        tooEarly.last(1, "/lists/a", ",1.1", 1, 5, 0).last(1, "/lists/b", ",1.1", 1, 5, 0);
        Histories bothMissing = multiRead(appended(), "/lists/a= /lists/b=", 6);
        bothMissing.last(1, "/lists/a", ",1.1", 1, 5, 0).last(1, "/lists/b", ",1.1", 1, 5, 0);

        assertThat(violations(new AppendedLists(), tooEarly)).hasSize(2);
        assertThat(violations(new AppendedLists(), bothMissing)).hasSize(2);
        assertThat(violations(new AppendedLists(), halfSeen)).hasSize(2);
        assertThat(violations(new AppendedLists(), halfDone)).hasSize(2);
    }

    @Test
    void shouldFindListsThatShrinkOrChange() {
        Histories back = multiRead(multiRead(new Histories(), "/lists/a=,1.1", 6), "/lists/a=", 7);
        back.last(1, "/lists/a", ",1.1", 1, 5, 0);
        Histories changed = multiRead(new Histories(), "/lists/a=,2.1", 6).last(1, "/lists/a", ",1.1", 1, 5, 0);

        assertThat(violations(new AppendedLists(), back)).hasSize(1);
        assertThat(violations(new AppendedLists(), changed)).hasSize(1);
    }

    @Test
    void shouldCountTheMoney() {
        Histories good = multiRead(new Histories(), "/bank/a0=90 /bank/a1=110", 6);
        good.last(1, "/bank/a0", "100", 0, 1, 0).last(1, "/bank/a1", "100", 0, 1, 0);
        Histories made = multiRead(new Histories(), "/bank/a0=100 /bank/a1=110", 6);
        made.last(1, "/bank/a0", "100", 0, 1, 0).last(1, "/bank/a1", "100", 0, 1, 0);

        assertThat(violations(new Bank(), good)).isEmpty();
        assertThat(violations(new Bank(), made)).hasSize(1);
    }

    @Test
    void shouldFindItemsThatAreTakenTwiceOrLost() {
        Histories lost = new Histories();
        lost.okPath(lost.begin(1, Kind.ENQUEUE, "/queue/q-", "1.1", null), "/queue/q-0", 5L);
        Histories maybe = new Histories();
        maybe.okPath(maybe.begin(1, Kind.ENQUEUE, "/queue/q-", "1.1", null), "/queue/q-0", 5L);
        maybe.info(maybe.begin(2, Kind.TAKE, "/queue/q-0", null, null));
        Histories twice = new Histories();
        twice.ok(twice.begin(1, Kind.TAKE, "/queue/q-0", null, null), null, null, 6L);
        twice.ok(twice.begin(2, Kind.TAKE, "/queue/q-0", null, null), null, null, 7L);
        Histories still = new Histories();
        still.ok(still.begin(1, Kind.TAKE, "/queue/q-0", null, null), null, null, 6L);
        still.last(1, "/queue/q-0", "1.1", 0, 5, 0);

        assertThat(violations(new QueueItems(), lost)).hasSize(1);
        assertThat(violations(new QueueItems(), maybe)).isEmpty();
        assertThat(violations(new QueueItems(), twice)).hasSize(1);
        assertThat(violations(new QueueItems(), still)).hasSize(1);
    }

    private static void look(Histories histories, int process, long zxid, String... places) {
        histories.okChildren(histories.begin(process, Kind.LOOK, LOCK, null, null), List.of(places), zxid);
    }

    private static Histories placed() {
        Histories histories = new Histories();
        histories.okPath(histories.begin(1, Kind.PLACE, LOCK + "/n-", "", null), LOCK + "/n-1", 5L);
        histories.okPath(histories.begin(2, Kind.PLACE, LOCK + "/n-", "", null), LOCK + "/n-2", 6L);
        return histories;
    }

    @Test
    void shouldFindTwoHoldersOfALock() {
        Histories good = placed();
        look(good, 1, 6, "n-2", "n-1");
        look(good, 2, 8, "n-2");
        Histories two = placed();
        look(two, 1, 6, "n-2", "n-1");
        look(two, 2, 8, "n-2");
        look(two, 1, 7, "n-2", "n-1");

        assertThat(violations(new LockHolders(), good)).isEmpty();
        assertThat(violations(new LockHolders(), two)).hasSize(1);
    }

    @Test
    void shouldFindALateHoldersWrite() {
        Histories good = multi(new Histories(), 1, LOCK + "/n-1= " + LOCK + "-guarded=1", 7);
        multi(good, 2, LOCK + "/n-2= " + LOCK + "-guarded=2", 8);
        Histories late = multi(new Histories(), 2, LOCK + "/n-2= " + LOCK + "-guarded=2", 7);
        multi(late, 1, LOCK + "/n-1= " + LOCK + "-guarded=1", 8);

        assertThat(violations(new LockHolders(), good)).isEmpty();
        assertThat(violations(new LockHolders(), late)).hasSize(1);
    }
}
