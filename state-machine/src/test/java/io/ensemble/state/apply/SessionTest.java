package io.ensemble.state.apply;

import static io.ensemble.state.apply.Log.PASSWORD;
import static io.ensemble.state.apply.Log.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Outcome.Refusal;
import io.ensemble.state.apply.Outcome.Refused;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final Log log = new Log();

    @AfterEach
    void everythingAddsUp() {
        log.state.verify();
    }

    private void without(ApplyGuard guard) {
        Set<ApplyGuard> rest = EnumSet.allOf(ApplyGuard.class);
        rest.remove(guard);
        log.guards = rest;
    }

    private static Command attach(long session, byte[] password, long expected, long lastZxidSeen) {
        return new Command.AttachSession(session, password, 20_000, expected, lastZxidSeen);
    }

    @Test
    void shouldGiveUniquePositiveIdsAndOneZxidEach() {
        List<Outcome> outcomes =
                log.run(new Command.OpenSession(PASSWORD, 1, 0), new Command.OpenSession(PASSWORD, 1_000_000, 0));

        assertThat(outcomes)
                .containsExactly(
                        new Outcome.SessionOpened((1L << 56) + 1, 1, 4_000),
                        new Outcome.SessionOpened((1L << 56) + 2, 1, 40_000));
        assertThat(log.state.zxid()).isEqualTo(2);
        assertThat(log.state.session((1L << 56) + 2).member()).isEqualTo(Log.MEMBER);
    }

    @Test
    void shouldCheckAnAttachInOrder() {
        long session = log.open();
        byte[] wrong = new byte[16];
        long seen = log.state.zxid();

        assertThat(log.run(
                        attach(1, wrong, 7, seen + 1),
                        attach(session, PASSWORD, 1, seen + 1),
                        attach(1, wrong, 7, seen),
                        attach(session, wrong, 7, seen),
                        attach(session, new byte[3], 7, seen),
                        attach(session, PASSWORD, 7, seen),
                        attach(session, PASSWORD, 1, seen),
                        attach(session, PASSWORD, 1, seen)))
                .containsExactly(
                        new Refused(Refusal.ZXID_AHEAD),
                        new Refused(Refusal.ZXID_AHEAD),
                        new Refused(Refusal.NO_SESSION),
                        new Refused(Refusal.WRONG_PASSWORD),
                        new Refused(Refusal.WRONG_PASSWORD),
                        new Refused(Refusal.OLD_ATTACHMENT),
                        new Outcome.SessionAttached(session, 2, 20_000),
                        new Refused(Refusal.OLD_ATTACHMENT));
        assertThat(log.state.zxid()).isEqualTo(seen);

        without(ApplyGuard.ATTACH_IS_COMPARE_AND_SET);
        assertThat(log.run(attach(session, PASSWORD, 1, 0)).get(0)).isInstanceOf(Outcome.SessionAttached.class);
        without(ApplyGuard.LAST_ZXID_SEEN);
        assertThat(log.run(attach(session, PASSWORD, 3, 999)).get(0)).isInstanceOf(Outcome.SessionAttached.class);
    }

    @Test
    void shouldRefuseWhatAFormerConnectionHadInFlight() {
        long session = log.open();
        Command late = log.op(session, create("/late"));
        log.run(attach(session, PASSWORD, 1, 0));

        assertThat(log.run(late).get(0)).isEqualTo(new Refused(Refusal.OLD_ATTACHMENT));
        assertThat(log.state.find("/late")).isNull();

        without(ApplyGuard.ATTACHMENT_OF_COMMAND);
        assertThat(log.run(late).get(0)).isInstanceOf(Outcome.Created.class);
    }

    @Test
    void shouldExpireOnlyWhatWasSilent() {
        long session = log.open();
        log.run(session, create("/e", CreateMode.EPHEMERAL));
        log.run(attach(session, PASSWORD, 1, 0));
        long zxid = log.state.zxid();

        log.entry(new Part.ExpireSession(session, 1));
        assertThat(log.last.parts().get(0).status()).isEqualTo(Status.REFUSED);
        log.entry(new Part.ExpireSession(session, 2));
        assertThat(log.last.parts().get(0).status()).isEqualTo(Status.APPLIED);
        assertThat(log.changes()).extracting(Change::sessionId).containsExactly(session);
        assertThat(log.state.zxid()).isEqualTo(zxid + 1);
        assertThat(log.state.find("/e")).isNull();
        log.entry(new Part.ExpireSession(session, 2));
        assertThat(log.last.parts().get(0).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void shouldLetTheGuardOfExpiryGo() {
        long session = log.open();
        log.run(attach(session, PASSWORD, 1, 0));
        without(ApplyGuard.ATTACHMENT_OF_EXPIRY);

        log.entry(new Part.ExpireSession(session, 1));

        assertThat(log.state.session(session)).isNull();
    }

    @Test
    void shouldRefuseALeaderWhoseTermIsOver() {
        long session = log.open();
        Entry old = new Entry(Log.TERM - 1, 0, 0, List.of(new Part.ExpireSession(session, 1)));

        Applied refused = Applier.apply(log.state, 9, Log.TERM, old, Marks.NONE);
        Set<ApplyGuard> rest = EnumSet.allOf(ApplyGuard.class);
        rest.remove(ApplyGuard.TERM_OF_LEADER_COMMAND);
        Applied unguarded = Applier.apply(log.state, 9, Log.TERM, old, Marks.NONE, rest);

        assertThat(refused.parts().get(0).status()).isEqualTo(Status.REFUSED);
        assertThat(refused.after().session(session)).isNotNull();
        assertThat(unguarded.after().session(session)).isNull();
    }

    @Test
    void shouldNeverLetTheLogClockGoBack() {
        log.logClockMs = 5_000;
        log.open();
        log.logClockMs = 4_000;
        log.open();
        assertThat(log.state.logClockMs()).isEqualTo(5_000);

        without(ApplyGuard.LOG_CLOCK_FORWARD);
        log.open();
        assertThat(log.state.logClockMs()).isEqualTo(4_000);
    }

    private static Command numbered(long session, long number, long lowest, Op op) {
        return new Command.SessionOp(session, 1, 0, number, lowest, op);
    }

    @Test
    void shouldRunANumberedRequestOnce() {
        long session = log.open(2);
        Op op = create("/n-", CreateMode.PERSISTENT_SEQUENTIAL);

        List<Outcome> outcomes = log.run(
                numbered(session, 1, 1, op),
                numbered(session, 1, 1, op),
                numbered(session, 3, 1, op),
                numbered(session, 2, 1, new Op.Delete("/no", -1)),
                numbered(session, 2, 1, create("/no")),
                numbered(session, 3, 1, op),
                numbered(session, 3, 2, op),
                numbered(session, 1, 1, op));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Created.class);
        assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
        assertThat(outcomes.get(2)).isEqualTo(new Refused(Refusal.OUT_OF_ORDER));
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Failed(ErrorCode.NO_NODE));
        assertThat(outcomes.get(4)).isEqualTo(outcomes.get(3));
        assertThat(outcomes.get(5)).isEqualTo(new Refused(Refusal.WINDOW_FULL));
        assertThat(outcomes.get(6)).isInstanceOf(Outcome.Created.class);
        assertThat(outcomes.get(7)).isEqualTo(new Refused(Refusal.OUT_OF_ORDER));

        without(ApplyGuard.NUMBERED_REQUEST_ONCE);
        assertThat(log.run(numbered(session, 3, 3, op)).get(0)).isNotEqualTo(outcomes.get(6));
    }

    @Test
    void shouldBoundTheWindowInBytes() {
        Limits small = new Limits(1 << 20, 4096, 256, 10, 1 << 20, 1000, 100, 128, 1000, 4000, 40_000);
        log.run(new Command.SetLimits(small));
        long session = log.open(100);

        assertThat(log.run(
                        numbered(session, 1, 1, new Op.Delete("/no", -1)),
                        numbered(session, 2, 1, new Op.Delete("/no", -1)),
                        numbered(session, 2, 2, new Op.Delete("/no", -1))))
                .containsExactly(
                        new Outcome.Failed(ErrorCode.NO_NODE),
                        new Refused(Refusal.WINDOW_FULL),
                        new Outcome.Failed(ErrorCode.NO_NODE));
    }

    @Test
    void shouldNotNumberASessionOfZooKeepersWire() {
        long session = log.open();

        assertThat(log.run(numbered(session, 1, 1, create("/a"))).get(0)).isEqualTo(new Refused(Refusal.OUT_OF_ORDER));
    }
}
