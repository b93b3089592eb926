package io.ensemble.state.apply;

import static io.ensemble.state.apply.Log.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.apply.Outcome.Failed;
import io.ensemble.state.apply.Outcome.TreeDeleted;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole trees, deleted at once or in parts. */
class DeleteTreeTest {
    private static final int MOST = 4;

    private final Log log = new Log();
    private final long session = log.open();

    DeleteTreeTest() {
        Limits d = Limits.DEFAULT;
        Limits few = new Limits(
                d.dataBytesMax(),
                d.pathBytesMax(),
                d.pathDepthMax(),
                MOST,
                d.ringBytesMax(),
                d.ringMsMax(),
                d.windowCountMax(),
                d.windowBytesMax(),
                d.containerIdleMs(),
                d.sessionTimeoutMsMin(),
                d.sessionTimeoutMsMax());
        log.run(new Command.RaiseRules(2), new Command.SetLimits(few));
        List.of("/t", "/t/a", "/t/a/x", "/t/b").forEach(path -> log.run(session, create(path)));
    }

    @AfterEach
    void everythingAddsUp() {
        log.state.verify();
    }

    @Test
    void shouldDeleteChildrenFirstUnderOneZxid() {
        long before = log.state.zxid();

        assertThat(log.run(session, new Op.DeleteTree("/t", 0, false))).isEqualTo(new TreeDeleted(4, true));

        assertThat(log.changes()).extracting(Change::path).containsExactly("/t/a/x", "/t/a", "/t/b", "/t");
        assertThat(log.changes())
                .allMatch(change -> change.zxid() == before + 1 && change.stat().numChildren() == 0);
        assertThat(log.state.find("/t")).isNull();
        assertThat(log.state.zxid()).isEqualTo(before + 1);
    }

    @Test
    void shouldDeleteMoreThanATransactionTakesInPartsOnly() {
        log.run(session, create("/t/b/e", CreateMode.EPHEMERAL));
        log.run(session, create("/t/c"));

        assertThat(log.run(session, new Op.DeleteTree("/t", -1, false))).isEqualTo(new Failed(ErrorCode.NOT_EMPTY));
        assertThat(log.run(session, new Op.DeleteTree("/t", -1, true))).isEqualTo(new TreeDeleted(MOST, false));
        assertThat(log.changes()).extracting(Change::path).containsExactly("/t/a/x", "/t/a", "/t/b/e", "/t/b");
        assertThat(log.state.session(session).ephemeralCount()).isZero();
        assertThat(log.run(session, new Op.DeleteTree("/t", -1, true))).isEqualTo(new TreeDeleted(2, true));
    }

    @Test
    void shouldDeleteNothingWhereOneDeleteIsRefused() {
        log.run(session, new Op.SetAcl("/t/a", List.of(new Acl(31 - 8, Id.ANYONE)), -1));

        assertThat(log.run(session, new Op.DeleteTree("/t", -1, false))).isEqualTo(new Failed(ErrorCode.NO_AUTH));
        assertThat(log.run(session, new Op.DeleteTree("/t/b", 7, false))).isEqualTo(new Failed(ErrorCode.BAD_VERSION));
        assertThat(log.state.find("/t").descendantCount()).isEqualTo(3);
    }

    @Test
    void shouldLeaveWhatIsThereFromBirth() {
        for (String path : List.of("/", "/zookeeper", "/zookeeper/quota", "t", "/t/")) {
            assertThat(log.run(session, new Op.DeleteTree(path, -1, true)))
                    .as(path)
                    .isEqualTo(new Failed(ErrorCode.BAD_ARGUMENTS));
        }
    }

    @Test
    void shouldBePartOfAMulti() {
        Op.Multi multi = new Op.Multi(List.of(new Op.DeleteTree("/t", -1, false), create("/t")));

        assertThat(((Outcome.MultiDone) log.run(session, multi)).committed()).isTrue();
        assertThat(log.state.find("/t").childCount()).isZero();
    }
}
