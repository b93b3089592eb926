package io.ensemble.chaos.model;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes an entry from one seed and the state that the model is in, so that a list of seeds stays a meaningful script when
 * some are taken out. About 30 % of what it asks for is invalid.
 */
final class EntryMaker {
    static final long TERM = 5;
    private static final int[] MEMBERS = {1, 2};
    private static final List<String> NAMES = List.of("a", "b", "c", "d-");
    private static final List<String> BAD_PATHS = List.of(
            "", "a", "//a", "/a/", "/a//b", "/.", "/a/..", "/a/./b", "/\u0001", "/a/\u007f", "/x\0y", "/\ue000", "/");
    private static final List<Id> DIGESTS = List.of(new Id("digest", "u:p"), new Id("digest", "v:q"));
    private static final List<List<Acl>> GOOD_ACLS = List.of(
            AclList.OPEN.entries(),
            List.of(new Acl(31, DIGESTS.get(0))),
            List.of(new Acl(31, new Id("auth", ""))),
            List.of(new Acl(1, Id.ANYONE), new Acl(30, DIGESTS.get(1)), new Acl(1, Id.ANYONE)),
            List.of(new Acl(23, Id.ANYONE)),
            List.of(new Acl(31, new Id("ip", "10.0.0.0/8"))));
    private static final List<List<Acl>> BAD_ACLS = List.of(
            List.of(),
            List.of(new Acl(31, new Id("world", "nobody"))),
            List.of(new Acl(31, new Id("digest", "nocolon"))),
            List.of(new Acl(31, new Id("digest", "a:b:c"))),
            List.of(new Acl(31, new Id("digest", "a:"))),
            List.of(new Acl(31, new Id("ip", "300.1.1.1"))),
            List.of(new Acl(31, new Id("super", "x"))),
            List.of(new Acl(31, Id.ANYONE), new Acl(31, new Id("foo", "x"))));
    private static final List<Identities> WHO = List.of(
            new Identities(List.of(new Id("ip", "10.1.2.3")), false),
            new Identities(List.of(new Id("ip", "11.1.2.3"), DIGESTS.get(0)), false),
            new Identities(List.of(new Id("ip", "11.1.2.3"), DIGESTS.get(0), DIGESTS.get(1)), false),
            new Identities(List.of(), true));

    private final Random random;
    private final NaiveModel model;

    private EntryMaker(long seed, NaiveModel model) {
        this.random = new Random(seed);
        this.model = model;
        random.nextLong();
    }

    static Entry make(long seed, NaiveModel model) {
        return new EntryMaker(seed, model).entry();
    }

    /** One operation, or a multi. */
    static Op op(long seed, NaiveModel model) {
        EntryMaker maker = new EntryMaker(seed, model);
        Op op = maker.sessionOp();
        while (op instanceof Op.CloseSession) {
            op = maker.sessionOp();
        }
        return op;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Entry entry() {
        List<Part> parts = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            parts.add(part());
        }
        long clock = model.tree.clockMs + random.nextInt(40) - 5;
        long wall = 1_700_000_000_000L + random.nextInt(1000);
        return new Entry(oneIn(20) ? TERM - 1 : TERM, wall, clock, parts);
    }

    private Part part() {
        int member = MEMBERS[random.nextInt(MEMBERS.length)];
        NaiveModel.ModelOrigin origin = model.origins.get(member);
        if (origin == null || oneIn(40)) {
            long present = origin == null ? 0 : origin.incarnation();
            long seen = oneIn(4) ? present + random.nextInt(3) - 1 : present;
            long nonce = oneIn(4) ? (origin == null ? 0 : origin.nonce()) : 1 + random.nextInt(1000);
            return new Part.Hello(member, nonce, Math.max(0, seen));
        }
        if (oneIn(12)) {
            return leaderCommand();
        }
        long incarnation = oneIn(25) ? origin.incarnation() + random.nextInt(3) - 1 : origin.incarnation();
        long number = oneIn(15) ? origin.last() + random.nextInt(4) : origin.last() + 1;
        List<Command> commands = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            commands.add(command());
        }
        return new Part.Batch(member, incarnation, number, 1, null, WHO, commands);
    }

    private Part leaderCommand() {
        if (oneIn(3)) {
            ModelSession session = session();
            return session == null
                    ? new Part.ExpireSession(99, 1)
                    : new Part.ExpireSession(session.id, session.attachment - (oneIn(3) ? 1 : 0));
        }
        List<String> due = model.tree.nodes.keySet().stream()
                .filter(path -> model.tree.dueMs(path) < Long.MAX_VALUE)
                .toList();
        return new Part.DeleteDue(due.isEmpty() || oneIn(5) ? path() : oneOf(due));
    }

    private ModelSession session() {
        List<ModelSession> sessions = List.copyOf(model.sessions.values());
        return sessions.isEmpty() ? null : oneOf(sessions);
    }

    private Command command() {
        ModelSession session = session();
        if (session == null || (model.sessions.size() < 4 && oneIn(8))) {
            byte[] password = oneIn(10) ? new byte[15] : password(random.nextInt(3));
            return new Command.OpenSession(password, random.nextInt(60_000), oneIn(2) ? 0 : random.nextInt(6) - 1);
        }
        if (oneIn(15)) {
            return new Command.AttachSession(
                    oneIn(8) ? 77 : session.id,
                    oneIn(6) ? password(7) : session.password,
                    random.nextInt(60_000),
                    oneIn(5) ? session.attachment - 1 : session.attachment,
                    oneIn(5) ? model.zxid + 1 : model.zxid);
        }
        if (oneIn(100)) {
            return new Command.SetLimits(oneIn(2) ? Limits.DEFAULT : limits());
        }
        if (oneIn(60)) {
            return new Command.RaiseRules(random.nextInt(4));
        }
        long number = 0;
        long lowest = 0;
        if (oneIn(12) || (session.windowCount > 0 && !oneIn(6))) {
            number = session.lastNumber + 1 - (oneIn(5) ? random.nextInt(4) - 1 : 0);
            lowest = oneIn(3) ? Math.max(0, session.lastNumber - random.nextInt(4)) : number;
            lowest = Math.min(lowest, Math.max(0, number));
        }
        long attachment = oneIn(20) ? session.attachment - 1 : session.attachment;
        return new Command.SessionOp(
                oneIn(40) ? 88 : session.id, attachment, random.nextInt(WHO.size()), number, lowest, sessionOp());
    }

    private Op sessionOp() {
        if (oneIn(60)) {
            return new Op.CloseSession();
        }
        if (oneIn(9)) {
            List<Condition> conditions = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                conditions.add(condition());
            }
            return new Op.Branch(conditions, ops(), ops());
        }
        if (oneIn(6)) {
            return new Op.Multi(ops());
        }
        return op();
    }

    private Op op() {
        int version = oneIn(3) ? random.nextInt(3) : -1;
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> {
                CreateMode mode = CreateMode.values()[random.nextInt(7)];
                yield new Op.Create(newPath(), data(), acl(), mode, mode.isTtl() ? ttl() : -1);
            }
            case 8, 9 -> new Op.Delete(path(), version);
            case 10 -> oneIn(2) ? new Op.Delete(path(), version) : new Op.DeleteContainer(path());
            case 11, 12, 13, 14 -> new Op.SetData(path(), data(), version);
            case 15, 16 -> new Op.SetAcl(path(), acl(), version);
            case 17, 18 -> new Op.Check(path(), version);
            default ->
                oneIn(6)
                        ? new Op.Invalid(ErrorCode.MARSHALLING_ERROR)
                        : oneIn(2) ? new Op.DeleteTree(path(), version, oneIn(2)) : new Op.Delete(path(), -1);
        };
    }

    private List<Op> ops() {
        List<Op> ops = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            ops.add(oneIn(40) ? (oneIn(2) ? new Op.CloseSession() : new Op.Multi(List.of())) : op());
        }
        return ops;
    }

    /** One that holds about every other time. */
    private Condition condition() {
        Condition.Kind kind = Condition.Kind.values()[random.nextInt(Condition.Kind.values().length)];
        String path = path();
        ModelNode node = model.tree.nodes.get(path);
        if (node == null || oneIn(3)) {
            return new Condition(path, kind, random.nextInt(4), data());
        }
        long value = kind == Condition.Kind.VERSION
                ? node.version
                : kind == Condition.Kind.CZXID
                        ? node.czxid
                        : kind == Condition.Kind.MZXID
                                ? node.mzxid
                                : kind == Condition.Kind.OWNER
                                        ? node.owner
                                        : model.tree.stat(path).cversion();
        return new Condition(path, kind, value, node.data);
    }

    /** A path where a znode may well be created. */
    private String newPath() {
        if (oneIn(6)) {
            return path();
        }
        String parent = oneOf(List.copyOf(model.tree.nodes.keySet()));
        return (parent.equals("/") ? "" : parent) + "/" + oneOf(NAMES);
    }

    private String path() {
        if (oneIn(14)) {
            return oneOf(BAD_PATHS);
        }
        if (!oneIn(4)) {
            List<String> there = List.copyOf(model.tree.nodes.keySet());
            String path = oneOf(there);
            return oneIn(2) ? path : (path.equals("/") ? "" : path) + "/" + oneOf(NAMES);
        }
        StringBuilder path = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            path.append('/').append(oneOf(NAMES));
        }
        return path.toString();
    }

    private long ttl() {
        return oneIn(6) ? new long[] {0, -1, 1L << 40, (1L << 40) - 1}[random.nextInt(4)] : 1 + random.nextInt(60);
    }

    private List<Acl> acl() {
        return oneIn(9) ? (oneIn(8) ? null : oneOf(BAD_ACLS)) : oneIn(2) ? AclList.OPEN.entries() : oneOf(GOOD_ACLS);
    }

    private byte[] data() {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> new byte[Math.min(model.limits().dataBytesMax(), 50) + random.nextInt(2)];
            default -> ("v" + random.nextInt(5)).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] password(int kind) {
        return ("0123456789abcde" + kind).getBytes(StandardCharsets.US_ASCII);
    }

    private Limits limits() {
        return new Limits(
                10 + random.nextInt(20),
                6 + random.nextInt(30),
                1 + random.nextInt(4),
                1 + random.nextInt(4),
                random.nextInt(6000),
                random.nextInt(300),
                1 + random.nextInt(4),
                100 + random.nextInt(400),
                random.nextInt(60),
                3000 + random.nextInt(2000),
                20_000 + random.nextInt(20_000));
    }
}
