package io.ensemble.state.apply;

import static io.ensemble.state.apply.Log.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A command that throws is answered with SYSTEM_ERROR, changes nothing, and takes nobody with it. */
class ThrowingCommandTest {
    private static final Outcome SYSTEM_ERROR = new Outcome.Failed(ErrorCode.SYSTEM_ERROR);

    private final Log log = new Log();
    private final long session = log.open();

    @AfterEach
    void everythingAddsUp() {
        log.state.verify();
    }

    /** Throws at the so-many-th change (from 1) of each attempt at the transaction with this path. */
    private void throwAtChange(int which, long zxid) {
        int[] seen = {0, 0};
        log.probe = at -> {
            if (at != zxid) {
                seen[0] = 0;
            } else if (++seen[0] == which && seen[1]++ < 2) {
                seen[0] = 0;
                throw new IllegalStateException("on purpose");
            }
        };
    }

    @Test
    void shouldApplyTheOthers() {
        long zxid = log.state.zxid();
        throwAtChange(1, zxid + 2);

        List<Outcome> outcomes = log.run(
                log.op(session, create("/a")),
                log.op(session, create("/b", CreateMode.EPHEMERAL)),
                log.op(session, create("/c")));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Created.class);
        assertThat(outcomes.get(1)).isEqualTo(SYSTEM_ERROR);
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Created.class);
        assertThat(log.state.find("/b")).isNull();
        assertThat(log.state.session(session).ephemerals()).isEmpty();
        assertThat(log.state.zxid()).isEqualTo(zxid + 2);
        assertThat(log.changes()).extracting(Change::path).containsExactly("/a", "/c");
        assertThat(log.state.changesAfter(zxid, 10)).extracting(Change::path).containsExactly("/a", "/c");
        assertThat(log.failures).hasSize(1).first().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldUndoAMultiThatThrewHalfway() {
        State before = log.state;
        throwAtChange(2, before.zxid() + 1);

        Outcome outcome = log.run(session, new Op.Multi(List.of(create("/a"), create("/a/b"), create("/c"))));

        assertThat(outcome).isEqualTo(SYSTEM_ERROR);
        assertThat(log.state.tree().digest()).isEqualTo(before.tree().digest());
        assertThat(log.changes()).isEmpty();
    }

    @Test
    void shouldKeepTheFailureOfANumberedRequest() {
        long numbered = log.open(4);
        throwAtChange(1, log.state.zxid() + 1);
        Command first = new Command.SessionOp(numbered, 1, 0, 1, 1, create("/a"));
        Command second = new Command.SessionOp(numbered, 1, 0, 2, 1, create("/b"));

        List<Outcome> outcomes = log.run(first, second, first);

        assertThat(outcomes.get(0)).isEqualTo(SYSTEM_ERROR);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Created.class);
        assertThat(outcomes.get(2)).isEqualTo(SYSTEM_ERROR);
    }

    @Test
    void shouldNotCloseHalfASession() {
        log.run(session, create("/e1", CreateMode.EPHEMERAL));
        log.run(session, create("/e2", CreateMode.EPHEMERAL));
        throwAtChange(2, log.state.zxid() + 1);

        log.entry(new Part.ExpireSession(session, 1), log.batch(log.op(session, create("/a"))));

        assertThat(log.last.parts().get(0).commands().get(0).outcome()).isEqualTo(SYSTEM_ERROR);
        assertThat(log.state.session(session).ephemerals()).containsExactly("/e1", "/e2");
        assertThat(log.state.find("/e1")).isNotNull();
        assertThat(log.state.find("/a")).isNotNull();
    }

    @Test
    void shouldFreezeTheRightVersionsThen() {
        log.marks = (batch, position) -> true;
        throwAtChange(1, log.state.zxid() + 2);

        log.run(log.op(session, create("/a")), log.op(session, create("/b")), log.op(session, create("/c")));

        List<Applied.CommandResult> results = log.last.parts().get(0).commands();
        assertThat(results.get(1).frozenBefore().find("/a")).isNotNull();
        assertThat(results.get(2).frozenBefore().find("/b")).isNull();
        assertThat(results.get(2).frozenBefore().find("/c")).isNull();
        results.forEach(result -> result.frozenBefore().verify());
    }

    @Test
    void shouldAnswerIdentitiesThatAreNotThere() {
        Command wrong = new Command.SessionOp(session, 1, 5, 0, 0, create("/a"));

        assertThat(log.run(wrong, log.op(session, create("/b"))).get(0)).isEqualTo(SYSTEM_ERROR);
        assertThat(log.state.find("/b")).isNotNull();
    }

    @Test
    void shouldNotSurviveABrokenInvariant() {
        log.probe = zxid -> {
            throw new InvariantViolation("on purpose");
        };
        State before = log.state;

        assertThatThrownBy(() -> log.run(session, create("/a"))).isInstanceOf(InvariantViolation.class);
        assertThat(log.state).isSameAs(before);
    }
}
