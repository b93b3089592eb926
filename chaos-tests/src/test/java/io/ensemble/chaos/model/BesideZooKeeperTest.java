package io.ensemble.chaos.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.diff.ZooKeeperTarget;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import io.ensemble.state.tree.Tree;
import io.ensemble.state.tree.Znode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The same random operations, one by one, by the state machine and by a real ZooKeeper: error codes, names and whole stats
 * must be alike. {@code -Densemble.seed=N} chooses the script, {@code -Densemble.rounds=N} its length.
 */
class BesideZooKeeperTest {
    private static final int ROUNDS = Integer.getInteger("ensemble.rounds", 800);
    private static final int CLIENTS = 3;

    private final long seed = Long.getLong("ensemble.seed", 1);
    private final Comparison ours = new Comparison();
    private final Map<Long, Long> zxids = new HashMap<>();
    private final Map<Long, Long> theirSessions = new HashMap<>();
    private final TreeMap<String, Integer> tally = new TreeMap<>();
    private long number;

    @Test
    void shouldAnswerLikeZooKeeper() throws Exception {
        List<ZooKeeperClient> clients = new ArrayList<>();
        List<Identities> who = new ArrayList<>();
        try (ZooKeeperTarget zooKeeper = ZooKeeperTarget.start("zookeeper")) {
            run(new Part.Hello(1, 5, 0));
            for (int i = 0; i < CLIENTS; i++) {
                ZooKeeperClient client =
                        ZooKeeperClient.open(zooKeeper.members().get(0));
                clients.add(client);
                List<Id> ids = new ArrayList<>(List.of(new Id("ip", "127.0.0.1")));
                if (i > 0) {
                    ids.add(client.authenticate("user" + i + ":secret"));
                }
                who.add(new Identities(ids, false));
                run(batch(List.of(), new Command.OpenSession(new byte[16], 40_000, 0)));
                theirSessions.put(client.sessionId(), sessionId(i));
            }
            Random random = new Random(seed);
            for (int round = 0; round < ROUNDS; round++) {
                int client = random.nextInt(CLIENTS);
                Op op = withoutExtensions(EntryMaker.op(random.nextLong(), ours.model));
                Outcome expected = clients.get(client).run(op);
                Command command = new Command.SessionOp(sessionId(client), 1, 0, 0, 0, op);
                Outcome actual = run(batch(List.of(who.get(client)), command));
                compare("seed " + seed + ", round " + round + ", " + op, expected, actual);
            }
            for (int i = 0; i < CLIENTS; i++) {
                compareAll(clients.get(i), who.get(i));
            }
        } finally {
            for (ZooKeeperClient client : clients) {
                client.close();
            }
        }
        assertThat(tally).as("what happened").containsKeys("OK", "NO_NODE", "NODE_EXISTS", "BAD_VERSION", "NO_AUTH");
        assertThat(tally).containsKeys("NOT_EMPTY", "NO_CHILDREN_FOR_EPHEMERALS", "INVALID_ACL", "BAD_ARGUMENTS");
    }

    private static long sessionId(int client) {
        return (1L << 56) + 1 + client;
    }

    private Part.Batch batch(List<Identities> who, Command command) {
        return new Part.Batch(1, 1, ++number, 1, null, who, List.of(command));
    }

    private Outcome run(Part part) {
        Entry entry = new Entry(EntryMaker.TERM, 1_700_000_000_000L, 1, List.of(part));
        var commands = ours.step(entry).parts().get(0).commands();
        return commands.isEmpty() ? new Outcome.Checked() : commands.get(0).outcome();
    }

    /** Without what ZooKeeper's wire does not carry, or what it does without rights: there, a null ACL makes a multi unreadable as a whole. */
    private static Op withoutExtensions(Op op) {
        if (op instanceof Op.Multi multi) {
            return new Op.Multi(multi.ops().stream()
                    .filter(one -> (one instanceof Op.Create create && create.acl() != null)
                            || one instanceof Op.Delete
                            || one instanceof Op.SetData
                            || one instanceof Op.Check)
                    .toList());
        }
        return op instanceof Op.Check
                        || op instanceof Op.Invalid
                        || op instanceof Op.DeleteContainer
                        || op instanceof Op.DeleteTree
                        || op instanceof Op.Branch
                ? new Op.Multi(List.of())
                : op;
    }

    private void compare(String what, Outcome expected, Outcome actual) {
        String code = actual instanceof Outcome.Failed failed ? failed.code().name() : "OK";
        tally.merge(code, 1, Integer::sum);
        if (expected instanceof Outcome.MultiDone multi && actual instanceof Outcome.MultiDone ourMulti) {
            assertThat(ourMulti.committed()).as(what).isEqualTo(multi.committed());
            assertThat(ourMulti.results()).as(what).hasSameSizeAs(multi.results());
            for (int i = 0; i < multi.results().size(); i++) {
                compare(
                        what + " at " + i,
                        multi.results().get(i),
                        ourMulti.results().get(i));
            }
        } else if (expected instanceof Outcome.Created created && actual instanceof Outcome.Created ourCreated) {
            assertThat(ourCreated.path()).as(what).isEqualTo(created.path());
            compare(what, created.stat(), ourCreated.stat());
        } else if (expected instanceof Outcome.DataSet set && actual instanceof Outcome.DataSet ourSet) {
            compare(what, set.stat(), ourSet.stat());
        } else if (expected instanceof Outcome.AclSet set && actual instanceof Outcome.AclSet ourSet) {
            compare(what, set.stat(), ourSet.stat());
        } else {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    /** Stats but for the clock; zxids by the transaction that they stand for. */
    private void compare(String what, Stat theirs, Stat our) {
        Stat translated = new Stat(
                zxid(theirs.czxid(), our.czxid()),
                zxid(theirs.mzxid(), our.mzxid()),
                our.ctimeMs(),
                our.mtimeMs(),
                theirs.version(),
                theirs.cversion(),
                theirs.aversion(),
                theirSessions.getOrDefault(theirs.ephemeralOwner(), theirs.ephemeralOwner()),
                theirs.dataLength(),
                theirs.numChildren(),
                zxid(theirs.pzxid(), our.pzxid()));
        assertThat(our).as(what).isEqualTo(translated);
    }

    private long zxid(long theirs, long our) {
        Long known = zxids.putIfAbsent(theirs, our);
        return known == null ? our : known;
    }

    /** Every stat at the end, and who may read it. */
    private void compareAll(ZooKeeperClient client, Identities who) throws Exception {
        List<String> paths = new ArrayList<>();
        ours.state.tree().forEach((path, znode) -> paths.add(path));
        for (String path : paths) {
            Znode znode = ours.state.find(path);
            Outcome read = client.stat(path);
            if (AccessRules.allows(znode.acl(), Perms.READ, who)) {
                compare(path, read, new Outcome.DataSet(znode.stat()));
            } else {
                assertThat(read).as(path).isEqualTo(new Outcome.Failed(ErrorCode.NO_AUTH));
            }
        }
        assertThat(paths).containsAll(Tree.RESERVED);
    }
}
