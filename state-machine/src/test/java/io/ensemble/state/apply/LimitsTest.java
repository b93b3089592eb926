package io.ensemble.state.apply;

import static io.ensemble.state.apply.Log.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each limit, at it and one beyond. */
class LimitsTest {
    private static final Outcome BAD_ARGUMENTS = new Outcome.Failed(ErrorCode.BAD_ARGUMENTS);
    private static final Limits SMALL = new Limits(10, 20, 3, 2, 2_000, 500, 4, 1000, 60, 4000, 40_000);

    private final Log log = new Log();
    private final long session = log.open();

    LimitsTest() {
        log.run(new Command.SetLimits(SMALL));
    }

    @AfterEach
    void everythingAddsUp() {
        log.state.verify();
    }

    @Test
    void shouldBoundData() {
        log.run(session, create("/a"));

        assertThat(log.run(session, new Op.SetData("/a", new byte[10], -1))).isInstanceOf(Outcome.DataSet.class);
        assertThat(log.run(session, new Op.SetData("/a", new byte[11], -1))).isEqualTo(BAD_ARGUMENTS);
        Op tooLarge = new Op.Create("/b", new byte[11], AclList.OPEN.entries(), CreateMode.PERSISTENT, -1);
        assertThat(log.run(session, tooLarge)).isEqualTo(BAD_ARGUMENTS);
    }

    @Test
    void shouldBoundPathsInBytesOfUtf8() {
        assertThat(log.run(session, create("/" + "x".repeat(19)))).isInstanceOf(Outcome.Created.class);
        assertThat(log.run(session, create("/" + "x".repeat(20)))).isEqualTo(BAD_ARGUMENTS);
        assertThat(log.run(session, create("/" + "\u00e4".repeat(9) + "x"))).isInstanceOf(Outcome.Created.class);
        assertThat(log.run(session, create("/" + "\u20ac".repeat(6) + "xx"))).isEqualTo(BAD_ARGUMENTS);
        assertThat(log.run(session, create("/" + "x".repeat(9), CreateMode.PERSISTENT_SEQUENTIAL)))
                .isInstanceOf(Outcome.Created.class);
        assertThat(log.run(session, create("/" + "x".repeat(10), CreateMode.PERSISTENT_SEQUENTIAL)))
                .isEqualTo(BAD_ARGUMENTS);
    }

    @Test
    void shouldBoundTheDepthOfPaths() {
        log.run(session, create("/a"));
        log.run(session, create("/a/b"));

        assertThat(log.run(session, create("/a/b/c"))).isInstanceOf(Outcome.Created.class);
        assertThat(log.run(session, create("/a/b/c/d"))).isEqualTo(BAD_ARGUMENTS);
    }

    @Test
    void shouldBoundMultis() {
        List<Op> two = Collections.nCopies(2, new Op.Check("/", -1));
        List<Op> three = Collections.nCopies(3, new Op.Check("/", -1));

        assertThat(log.run(session, new Op.Multi(two))).isInstanceOf(Outcome.MultiDone.class);
        assertThat(log.run(session, new Op.Multi(three))).isEqualTo(BAD_ARGUMENTS);
    }

    @Test
    void shouldKeepTheRingWithinBytesAndAge() {
        for (int i = 0; i < 20; i++) {
            log.run(session, create("/a" + i));
        }
        assertThat(log.state.ring().bytes()).isLessThanOrEqualTo(2_000).isGreaterThan(1_700);
        assertThat(log.state.changesAfter(0, 100)).isNull();
        long kept = log.state.ring().trimmedZxid();
        assertThat(log.state.changesAfter(kept, 100)).hasSize(log.state.ring().txnCount());
        assertThat(log.state.changesAfter(kept - 1, 100)).isNull();
        assertThat(log.state.changesAfter(kept, 3)).hasSize(3);
        assertThat(log.state.changesAfter(log.state.zxid(), 3)).isEmpty();

        log.logClockMs += 500;
        log.entry();
        assertThat(log.state.ring().txnCount()).isPositive();
        log.logClockMs += 1;
        log.entry();
        assertThat(log.state.ring().txnCount()).isZero();
    }

    private Status deleteDue(String path) {
        return log.entry(new Part.DeleteDue(path)).parts().get(0).status();
    }

    @Test
    void shouldEndATtlZnodeAtItsTimeAndNotBefore() {
        log.run(session, create("/t", CreateMode.PERSISTENT_TTL)); // 5 s
        long created = log.state.logClockMs();
        assertThat(log.state.nextDueMs()).isEqualTo(created + 5_000);

        log.logClockMs = created + 4_999;
        assertThat(deleteDue("/t")).isEqualTo(Status.REFUSED);
        log.run(session, new Op.SetData("/t", null, -1));
        log.logClockMs = created + 5_000;
        assertThat(deleteDue("/t")).isEqualTo(Status.REFUSED);
        log.logClockMs = created + 4_999 + 5_000;
        log.run(session, create("/t/x"));
        assertThat(deleteDue("/t")).as("with a child").isEqualTo(Status.REFUSED);
        log.run(session, new Op.Delete("/t/x", -1));
        assertThat(log.state.due(log.logClockMs, 10)).containsExactly("/t");
        assertThat(deleteDue("/t")).isEqualTo(Status.APPLIED);
        assertThat(log.changes()).extracting(Change::sessionId).containsExactly(0L);
        assertThat(log.state.nextDueMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldEndAContainerThatWasEmptyWithoutABreak() {
        log.run(session, create("/c", CreateMode.CONTAINER));
        log.logClockMs += 1000;
        assertThat(deleteDue("/c")).as("never used").isEqualTo(Status.REFUSED);
        log.run(session, create("/c/x"));
        log.run(session, new Op.Delete("/c/x", -1));
        log.logClockMs += 59;
        assertThat(deleteDue("/c")).isEqualTo(Status.REFUSED);
        log.run(session, create("/c/x"));
        log.run(session, new Op.Delete("/c/x", -1));
        log.logClockMs += 59;
        assertThat(deleteDue("/c")).isEqualTo(Status.REFUSED);
        log.logClockMs += 1;
        assertThat(log.state.due(log.logClockMs, 10)).containsExactly("/c");
        assertThat(deleteDue("/c")).isEqualTo(Status.APPLIED);
    }

    @Test
    void shouldNotLookAgainWithoutTheGuard() {
        log.run(session, create("/t", CreateMode.PERSISTENT_TTL));
        Set<ApplyGuard> rest = EnumSet.allOf(ApplyGuard.class);
        rest.remove(ApplyGuard.DUE_CHECKED_AGAIN);
        log.guards = rest;

        assertThat(deleteDue("/t")).isEqualTo(Status.APPLIED);
        assertThat(deleteDue("/zookeeper/config")).isEqualTo(Status.REFUSED);
    }

    @Test
    void shouldRaiseTheRulesOnlyToWhatItKnows() {
        assertThat(log.run(
                        new Command.RaiseRules(1),
                        new Command.RaiseRules(2),
                        new Command.RaiseRules(1),
                        new Command.RaiseRules(3)))
                .containsExactly(new Outcome.RulesRaised(), new Outcome.RulesRaised(), BAD_ARGUMENTS, BAD_ARGUMENTS);
    }
}
