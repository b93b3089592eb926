package io.ensemble.state.apply;

import static io.ensemble.state.apply.Log.bytes;
import static io.ensemble.state.apply.Log.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.apply.Outcome.Branched;
import io.ensemble.state.apply.Outcome.Failed;
import io.ensemble.state.apply.Outcome.MultiDone;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.Condition.Kind;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Branches: what holds, what is done, and what takes a zxid. */
class BranchTest {
    private final Log log = new Log();
    private final long session = log.open();

    BranchTest() {
        log.run(new Command.RaiseRules(2));
        log.run(session, create("/a"));
    }

    @AfterEach
    void everythingAddsUp() {
        log.state.verify();
    }

    private boolean holds(String path, Kind kind, long value) {
        return holds(new Condition(path, kind, value, null));
    }

    private boolean holds(Condition... conditions) {
        return ((Branched) log.run(session, new Op.Branch(List.of(conditions), List.of(), List.of()))).held();
    }

    @Test
    void shouldKnowEachKindOfCondition() {
        log.run(session, create("/a/e", CreateMode.EPHEMERAL));
        long created = log.state.find("/a").stat().czxid();
        log.run(session, new Op.SetData("/a", bytes("new"), -1));
        long changed = log.state.zxid();

        assertThat(holds("/a", Kind.EXISTS, 0)).isTrue();
        assertThat(holds("/b", Kind.EXISTS, 0)).isFalse();
        assertThat(holds("/a", Kind.ABSENT, 0)).isFalse();
        assertThat(holds("/b", Kind.ABSENT, 0)).isTrue();
        assertThat(holds("/a", Kind.VERSION, 1)).isTrue();
        assertThat(holds("/a", Kind.VERSION, 0)).isFalse();
        assertThat(holds("/b", Kind.VERSION, 0)).isFalse();
        assertThat(holds("/a", Kind.CVERSION, 1)).isTrue();
        assertThat(holds("/a", Kind.CVERSION, 0)).isFalse();
        assertThat(holds("/a", Kind.CZXID, created)).isTrue();
        assertThat(holds("/a", Kind.CZXID, changed)).isFalse();
        assertThat(holds("/a", Kind.MZXID, changed)).isTrue();
        assertThat(holds("/a/e", Kind.OWNER, session)).isTrue();
        assertThat(holds("/a", Kind.OWNER, 0)).isTrue();
        assertThat(holds("/a/e", Kind.OWNER, 0)).isFalse();
        assertThat(holds(new Condition("/a", Kind.DATA, 0, bytes("new")))).isTrue();
        assertThat(holds(new Condition("/a", Kind.DATA, 0, bytes("old")))).isFalse();
        assertThat(holds(new Condition("/a", Kind.DATA, 0, null))).isFalse();
        assertThat(holds(new Condition("/a", Kind.EXISTS, 0, null), new Condition("/b", Kind.EXISTS, 0, null)))
                .isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void shouldDoOneBranchUnderOneZxid() {
        Op.Branch branch = new Op.Branch(
                List.of(new Condition("/b", Kind.ABSENT, 0, null)),
                List.of(create("/b"), new Op.SetData("/a", bytes("then"), -1)),
                List.of(new Op.SetData("/a", bytes("else"), -1)));
        long before = log.state.zxid();

        Branched first = (Branched) log.run(session, branch);
        assertThat(first.held()).isTrue();
        assertThat(first.done().results()).hasSize(2);
        assertThat(log.state.zxid()).isEqualTo(before + 1);
        assertThat(log.changes()).extracting(Change::path).containsExactly("/b", "/a");

        Branched second = (Branched) log.run(session, branch);
        assertThat(second.held()).isFalse();
        assertThat(second.done().results()).hasSize(1);
        assertThat(log.state.find("/a").data()).isEqualTo(bytes("else"));
    }

    @Test
    void shouldTakeNoZxidWhereNothingIsDone() {
        long before = log.state.zxid();

        log.run(session, new Op.Branch(List.of(), List.of(new Op.Check("/a", 0)), List.of()));

        assertThat(log.state.zxid()).isEqualTo(before);
    }

    @Test
    void shouldDoNothingWhereAnOperationOfTheBranchFails() {
        long digest = log.state.find("/a").stat().version();
        Op.Branch branch = new Op.Branch(
                List.of(), List.of(new Op.SetData("/a", bytes("x"), -1), new Op.Delete("/none", -1)), List.of());

        Branched outcome = (Branched) log.run(session, branch);

        assertThat(outcome.done())
                .isEqualTo(new MultiDone(false, List.of(new Failed(ErrorCode.OK), new Failed(ErrorCode.NO_NODE))));
        assertThat(log.state.find("/a").stat().version()).isEqualTo((int) digest);
        assertThat(log.changes()).isEmpty();
    }

    @Test
    void shouldTellNothingOfWhatMayNotBeRead() {
        log.run(session, create("/s", CreateMode.PERSISTENT, List.of(new Acl(31, new Id("digest", "u:p")))));
        Condition unreadable = new Condition("/s", Kind.VERSION, 7, null);

        assertThat(log.run(session, new Op.Branch(List.of(unreadable), List.of(), List.of())))
                .isEqualTo(new Failed(ErrorCode.NO_AUTH));
        Condition before = new Condition("/none", Kind.EXISTS, 0, null);
        assertThat(log.run(session, new Op.Branch(List.of(before, unreadable), List.of(), List.of())))
                .isEqualTo(new Failed(ErrorCode.NO_AUTH));
    }

    @Test
    void shouldKeepItsOutcomeForANumberedRequest() {
        long numbered = log.open(4);
        Op.Branch branch = new Op.Branch(
                List.of(new Condition("/once", Kind.ABSENT, 0, null)), List.of(create("/once")), List.of());
        Command request = new Command.SessionOp(numbered, 1, 0, 1, 1, branch);

        List<Outcome> outcomes = log.run(request, request);

        assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
        assertThat(((Branched) outcomes.get(1)).held()).isTrue();
    }

    @Test
    void shouldBeRefusedBeforeTheRulesAreRaised() {
        Log old = new Log();
        long its = old.open();
        assertThat(old.run(its, new Op.Branch(List.of(), List.of(create("/x")), List.of())))
                .isEqualTo(new Failed(ErrorCode.UNIMPLEMENTED));
        assertThat(old.run(its, new Op.DeleteTree("/x", -1, false))).isEqualTo(new Failed(ErrorCode.UNIMPLEMENTED));
    }
}
