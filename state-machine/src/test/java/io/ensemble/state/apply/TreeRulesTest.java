package io.ensemble.state.apply;

import static io.ensemble.state.apply.Log.bytes;
import static io.ensemble.state.apply.Log.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreeRulesTest {
    private final Log log = new Log();
    private final long session = log.open();

    @AfterEach
    void everythingAddsUp() {
        log.state.verify();
    }

    @Test
    void shouldGiveTheStatsOfZooKeeper() {
        log.run(session, create("/a"));
        log.run(session, create("/a/b"));
        log.run(session, new Op.SetData("/a", bytes("yy"), 0));
        Outcome deleted = log.run(session, new Op.Delete("/a/b", 0));

        Stat stat = log.state.find("/a").stat();
        assertThat(deleted).isEqualTo(new Outcome.Deleted());
        assertThat(stat).isEqualTo(new Stat(2, 4, log.wallTimeMs, log.wallTimeMs, 1, 2, 0, 0, 2, 0, 5));
        assertThat(log.state.find("/").stat().cversion()).isEqualTo(0);
    }

    @Test
    void shouldStartWithTheStatsOfAnEmptyZooKeeper() {
        assertThat(log.state.find("/").stat().cversion()).isEqualTo(-1);
        assertThat(log.state.find("/zookeeper").stat().cversion()).isEqualTo(-2);
        assertThat(log.state.znodeCount()).isEqualTo(4);
    }

    @Test
    void shouldNumberSequentialZnodesByCreates() {
        log.run(session, create("/a"));
        log.run(session, create("/a/x"));
        log.run(session, new Op.Delete("/a/x", -1));

        Outcome created = log.run(session, create("/a/n-", CreateMode.PERSISTENT_SEQUENTIAL));
        Outcome bare = log.run(session, create("/a/", CreateMode.EPHEMERAL_SEQUENTIAL));

        assertThat(((Outcome.Created) created).path()).isEqualTo("/a/n-0000000001");
        assertThat(((Outcome.Created) bare).path()).isEqualTo("/a/0000000002");
    }

    @Test
    void shouldRefuseToCreateTheRootAndWhatHasNoName() {
        log.run(session, create("/a"));

        assertThat(log.run(session, create("/"))).isEqualTo(new Outcome.Failed(ErrorCode.NODE_EXISTS));
        assertThat(log.run(session, create("/a/"))).isEqualTo(new Outcome.Failed(ErrorCode.BAD_ARGUMENTS));
        assertThat(log.run(session, create("/a//b"))).isEqualTo(new Outcome.Failed(ErrorCode.NO_NODE));
        assertThat(log.run(session, create("a"))).isEqualTo(new Outcome.Failed(ErrorCode.BAD_ARGUMENTS));
        assertThat(log.run(session, create("a/b"))).isEqualTo(new Outcome.Failed(ErrorCode.NO_NODE));
    }

    @Test
    void shouldSetDataOfDeepZnodes() {
        String path = "";
        for (int depth = 1; depth <= 20; depth++) {
            path += "/" + depth;
            assertThat(log.run(session, create(path))).isInstanceOf(Outcome.Created.class);
            assertThat(log.run(session, new Op.SetData(path, bytes("at " + path), 0)))
                    .isInstanceOf(Outcome.DataSet.class);
            assertThat(log.state.find(path).data()).isEqualTo(bytes("at " + path));
        }
    }

    @Test
    void shouldDeleteWhatIsNoEphemeralAsContainersAreDeleted() {
        log.run(session, create("/c", CreateMode.CONTAINER));
        log.run(session, create("/c/x"));
        log.run(session, create("/e", CreateMode.EPHEMERAL));

        assertThat(log.run(session, new Op.DeleteContainer("/c"))).isEqualTo(new Outcome.Failed(ErrorCode.NOT_EMPTY));
        assertThat(log.run(session, new Op.DeleteContainer("/e"))).isEqualTo(new Outcome.Failed(ErrorCode.BAD_VERSION));
        assertThat(log.run(session, new Op.DeleteContainer("/no"))).isEqualTo(new Outcome.Failed(ErrorCode.NO_NODE));
        assertThat(log.run(session, new Op.DeleteContainer("/zookeeper")))
                .isEqualTo(new Outcome.Failed(ErrorCode.BAD_ARGUMENTS));
        assertThat(log.run(session, new Op.DeleteContainer("/c/x"))).isEqualTo(new Outcome.Deleted());
        assertThat(log.run(session, new Op.DeleteContainer("/c"))).isEqualTo(new Outcome.Deleted());
    }

    @Test
    void shouldNotDeleteAContainerWithoutTheRight() {
        List<Acl> readOnly = List.of(new Acl(Perms.READ | Perms.CREATE, Id.ANYONE));
        log.run(session, new Op.Create("/p", null, readOnly, CreateMode.PERSISTENT, 0));
        log.run(session, create("/p/c", CreateMode.CONTAINER));

        assertThat(log.run(session, new Op.DeleteContainer("/p/c"))).isEqualTo(new Outcome.Failed(ErrorCode.NO_AUTH));
    }

    @Test
    void shouldDeleteEphemeralsInPathOrderUnderOneZxid() {
        log.run(session, create("/e2", CreateMode.EPHEMERAL));
        log.run(session, create("/e1", CreateMode.EPHEMERAL));
        long before = log.state.zxid();

        log.run(session, new Op.CloseSession());

        assertThat(log.changes()).extracting(Change::path).containsExactly("/e1", "/e2");
        assertThat(log.changes()).extracting(Change::zxid).containsOnly(before + 1);
        assertThat(log.state.zxid()).isEqualTo(before + 1);
        assertThat(log.state.session(session)).isNull();
        assertThat(log.state.ephemeralCount()).isZero();
    }

    @Test
    void shouldLeaveNothingOfAFailedMulti() {
        log.run(session, create("/a"));
        long digest = log.state.digest();

        Outcome outcome = log.run(
                session,
                new Op.Multi(
                        List.of(create("/a/b"), create("/e", CreateMode.EPHEMERAL), create("/a"), create("/never"))));

        assertThat(outcome)
                .isEqualTo(new Outcome.MultiDone(
                        false,
                        List.of(
                                new Outcome.Failed(ErrorCode.OK),
                                new Outcome.Failed(ErrorCode.OK),
                                new Outcome.Failed(ErrorCode.NODE_EXISTS),
                                new Outcome.Failed(ErrorCode.RUNTIME_INCONSISTENCY))));
        assertThat(log.changes()).isEmpty();
        assertThat(log.state.find("/a/b")).isNull();
        assertThat(log.state.digest() - digest).isNotZero(); // the batch was counted
        assertThat(log.state.tree().digest()).isEqualTo(log.last.before().tree().digest());
        assertThat(log.state.zxid()).isEqualTo(log.last.before().zxid());
    }
}
