package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.Action.Call;
import io.ensemble.chaos.wire.JuteWriter;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.WireAcl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Draws operations. One thread. */
final class RandomCalls {
    private static final List<Integer> CREATES =
            List.of(Opcode.CREATE, Opcode.CREATE, Opcode.CREATE2, Opcode.CREATE_CONTAINER, Opcode.CREATE_TTL);
    private static final List<Integer> UNKNOWN =
            List.of(Opcode.CHECK, Opcode.CHECK, 0, 10, 23, 99, 108, 500, 1000, -2, -1, Integer.MAX_VALUE);
    private static final byte[] RECONFIG =
            new JuteWriter().string("").string("").string(null).int64(-1).toBytes();
    private static final List<Integer> PATH_READS =
            List.of(Opcode.EXISTS, Opcode.GET_DATA, Opcode.GET_CHILDREN, Opcode.GET_CHILDREN2);

    private static final int FRAME_BYTES_MAX = 0xfffff;

    private final RandomValues values;
    private final TreeGuess tree;
    private final List<IntFunction<Call>> weighted = new ArrayList<>();
    private final List<String> watched = new ArrayList<>();

    RandomCalls(RandomValues values, TreeGuess tree) {
        this.values = values;
        this.tree = tree;
        weigh(24, this::create);
        weigh(9, this::delete);
        weigh(2, this::deleteContainer);
        weigh(10, client -> Calls.setData(client, values.ownPath(), values.data(), values.version()));
        weigh(3, client -> Calls.setAcl(client, belowRoot(), values.acl(), values.version()));
        weigh(26, this::read);
        weigh(4, client -> Calls.path(client, Opcode.GET_ACL, values.path()));
        weigh(3, client -> Calls.path(client, Opcode.SYNC, values.path()));
        weigh(3, Calls::ping);
        weigh(8, this::multi);
        weigh(4, this::multiRead);
        weigh(2, client -> Calls.path(client, Opcode.GET_EPHEMERALS, values.path()));
        weigh(3, client -> Calls.path(client, Opcode.GET_ALL_CHILDREN_NUMBER, notRoot()));
        weigh(5, this::addWatch);
        weigh(3, client -> Calls.pathNumber(client, Opcode.CHECK_WATCHES, watchedPath(), number(1, 6, 0)));
        weigh(3, client -> Calls.pathNumber(client, Opcode.REMOVE_WATCHES, watchedPath(), number(1, 6, 9)));
        weigh(2, Calls::whoAmI);
        weigh(1, client -> Calls.call(client, Opcode.RECONFIG, "", env -> RECONFIG));
        weigh(1, this::setWatches);
        weigh(1, this::odd);
        weigh(2, this::malformed);
    }

    /** A request that leaves the connection open. */
    Call next(int client) {
        return values.one(weighted).apply(client);
    }

    /** A request that the server refuses, and after which it closes. */
    Call closing(int client) {
        int opcode = values.one(UNKNOWN);
        return Calls.path(client, opcode, values.path()).closing();
    }

    /** A request as large as the server takes, or a little too large, after which it closes. */
    Call large(int client) {
        boolean tooLarge = values.chance(50);
        byte[] data = new byte[tooLarge ? FRAME_BYTES_MAX : FRAME_BYTES_MAX - 200];
        Call call = Calls.setData(client, tree.existing(), data, -1);
        return tooLarge ? call.closing().excusedBy(AllowedDifference.TOO_LARGE) : call;
    }

    /** A request of which ZooKeeper makes something that no client should count on; it changes nothing. */
    private Call odd(int client) {
        String nowhere = ScriptEnvironment.TREE + "/nosuch/x";
        return switch (values.below(9)) {
            case 0 ->
                Calls.create(client, Opcode.CREATE_CONTAINER, nowhere, values.data(), WireAcl.OPEN, values.below(2));
            case 1 ->
                Calls.create(client, Opcode.CREATE_CONTAINER, nowhere, values.data(), WireAcl.OPEN, 2 + values.below(2))
                        .excusedBy(AllowedDifference.ODD_FLAGS);
            case 2 -> Calls.createTtl(client, nowhere, values.data(), WireAcl.OPEN, values.below(5), 60_000);
            case 3 -> Calls.create(client, Opcode.CREATE, nowhere, values.data(), values.nullAcl(), 0);
            case 4 -> Calls.setAcl(client, nowhere, values.nullAcl(), -1);
            case 5 -> Calls.pathWatch(client, values.one(PATH_READS), null, true);
            case 6 -> Calls.setData(client, null, values.data(), -1);
            case 7 -> Calls.pathVersion(client, Opcode.DELETE, null, -1);
            default ->
                Calls.path(client, values.one(List.of(Opcode.SYNC, Opcode.GET_ACL, Opcode.GET_EPHEMERALS)), null);
        };
    }

    /** Re-arms watches as a client does that has come back. */
    Call setWatches(int client) {
        List<List<String>> lists = new ArrayList<>();
        int kinds = values.chance(50) ? 3 : 5;
        for (int kind = 0; kind < kinds; kind++) {
            List<String> paths = new ArrayList<>();
            while (values.chance(60)) {
                paths.add(values.goodPath());
            }
            lists.add(paths);
        }
        return switch (values.below(6)) {
            case 0 -> Calls.setWatches(client, "0", env -> 0, lists);
            case 1 -> Calls.setWatches(client, "start", ScriptEnvironment::startZxid, lists);
            case 2 -> Calls.setWatches(client, "max", env -> Long.MAX_VALUE, lists);
            default -> Calls.setWatches(client, "last", ScriptEnvironment::lastZxid, lists);
        };
    }

    private Call read(int client) {
        String path = values.path();
        boolean watch = values.chance(40);
        if (watch) {
            watched.add(path);
        }
        return Calls.pathWatch(client, values.one(PATH_READS), path, watch);
    }

    /** Not on the server's root: a recursive watch there would see the trees of other scripts. */
    private Call addWatch(int client) {
        String path = notRoot();
        watched.add(path);
        return Calls.pathNumber(client, Opcode.ADD_WATCH, path, number(0, 2, -1));
    }

    /** Mostly one of the last few that some client watched. */
    private String watchedPath() {
        if (watched.isEmpty() || values.chance(25)) {
            return values.path();
        }
        return watched.get(watched.size() - 1 - values.below(Math.min(5, watched.size())));
    }

    /** Not the root, whose rights all of a script depends on. */
    private String belowRoot() {
        String path = values.ownPath();
        return ScriptEnvironment.TREE.equals(path) ? tree.child() : path;
    }

    private Call create(int client) {
        return create(client, values.one(CREATES));
    }

    private Call create(int client, int opcode) {
        int flags = flags(opcode);
        boolean sequential = flags == 2 || flags == 3 || flags == 6;
        String path = values.chance(85) ? tree.fresh() : values.ownPath();
        if (sequential && values.chance(50)) {
            path = path + (values.chance(50) ? "-" : "/");
        }
        if (path.startsWith(ScriptEnvironment.TREE + "/")) {
            tree.created(path, sequential, flags == 1 || flags == 3 ? client : TreeGuess.NOBODY);
        }
        return opcode == Opcode.CREATE_TTL
                ? Calls.createTtl(client, path, values.data(), values.acl(), flags, values.ttlMs(flags >= 5))
                : Calls.create(client, opcode, path, values.data(), values.acl(), flags);
    }

    private int flags(int opcode) {
        if (values.chance(3) && opcode != Opcode.CREATE_CONTAINER && opcode != Opcode.CREATE_TTL) {
            return values.below(10) - 1;
        }
        return switch (opcode) {
            case Opcode.CREATE_CONTAINER -> 4;
            case Opcode.CREATE_TTL -> values.one(List.of(5, 5, 6));
            default -> values.one(List.of(0, 0, 0, 1, 2, 3));
        };
    }

    private Call delete(int client) {
        String path = values.chance(70) ? tree.leaf() : values.path();
        tree.deleted(path);
        return Calls.pathVersion(client, Opcode.DELETE, path, values.version());
    }

    /**
     * Only of what is right below the tree's root, where everybody may delete: ZooKeeper lets everybody delete with it
     * everywhere, whatever the rights.
     */
    private Call deleteContainer(int client) {
        if (values.chance(8)) {
            return Calls.path(client, Opcode.DELETE_CONTAINER, values.badPath());
        }
        String path = tree.top();
        tree.deleted(path);
        return Calls.path(client, Opcode.DELETE_CONTAINER, path);
    }

    private Call multi(int client) {
        List<Call> parts = new ArrayList<>();
        int count = values.chance(3) ? 0 : 1 + values.below(5);
        if (values.chance(60)) {
            for (int i = 0; i < count; i++) {
                parts.add(harmlessPart(client));
            }
        } else {
            tree.undone(() -> {
                for (int i = 0; i < count; i++) {
                    parts.add(multiPart(client));
                }
            });
        }
        return Calls.multi(client, Opcode.MULTI, parts);
    }

    private Call harmlessPart(int client) {
        int draw = values.below(100);
        if (draw < 50) {
            return create(client);
        }
        if (draw < 65) {
            String path = tree.leaf();
            tree.deleted(path);
            return Calls.pathVersion(client, Opcode.DELETE, path, -1);
        }
        return draw < 85
                ? Calls.setData(client, tree.existing(), values.data(), -1)
                : Calls.pathVersion(client, Opcode.CHECK, tree.existing(), -1);
    }

    private Call multiPart(int client) {
        return switch (values.below(100) / 10) {
            case 0, 1, 2, 3 -> create(client);
            case 4, 5 -> delete(client);
            case 6, 7 -> Calls.setData(client, values.ownPath(), values.data(), values.version());
            case 8 -> Calls.pathVersion(client, Opcode.CHECK, values.path(), values.version());
            default ->
                values.chance(80)
                        ? Calls.pathVersion(client, Opcode.CHECK, tree.existing(), -1)
                        : values.one(List.of(
                                Calls.setAcl(client, values.ownPath(), values.acl(), -1),
                                Calls.pathWatch(client, Opcode.GET_DATA, values.path(), false),
                                Calls.path(client, Opcode.DELETE_CONTAINER, values.path())));
        };
    }

    private Call multiRead(int client) {
        List<Call> parts = new ArrayList<>();
        int count = values.chance(3) ? 0 : 1 + values.below(5);
        for (int i = 0; i < count; i++) {
            int opcode = values.chance(2) ? Opcode.EXISTS : values.one(List.of(Opcode.GET_DATA, Opcode.GET_CHILDREN));
            parts.add(Calls.pathWatch(client, opcode, values.path(), values.chance(20)));
        }
        return Calls.multi(client, Opcode.MULTI_READ, parts);
    }

    /** A request whose body ends too early, goes on too long, or has a byte changed. */
    private Call malformed(int client) {
        List<Call> drawn = new ArrayList<>();
        tree.undone(() -> drawn.add(next(client)));
        Call whole = drawn.get(0);
        int kind = values.below(mayChangeByte(whole) ? 3 : 2);
        int at = values.below(64);
        int bits = 1 << values.below(8);
        return whole.withBody(" malformed " + kind + " at " + at + " bits " + bits, env -> {
            byte[] body = whole.body().bytes(env).clone();
            int place = body.length == 0 ? 0 : outside(Calls.bytes(env.prefix()), body, at % body.length);
            if (kind == 2 && isSetWatches(whole.opcode())) {
                place = Math.max(place, Long.BYTES); // another zxid means another moment to each server
            }
            switch (kind) {
                case 0:
                    return Arrays.copyOf(body, place);
                case 1:
                    return Arrays.copyOf(body, body.length + at);
                default:
                    if (place < body.length) {
                        body[place] ^= (byte) bits;
                    }
                    return body;
            }
        });
    }

    /** This place, or the next that is not within the script's own prefix: a changed one may name another script's tree. */
    private static int outside(byte[] prefix, byte[] body, int place) {
        for (int from = Math.max(0, place - prefix.length + 1); from <= place; from++) {
            int to = from + prefix.length;
            if (to <= body.length && Arrays.equals(prefix, 0, prefix.length, body, from, to)) {
                return to;
            }
        }
        return place;
    }

    private static boolean isSetWatches(int opcode) {
        return opcode == Opcode.SET_WATCHES || opcode == Opcode.SET_WATCHES2;
    }

    /**
     * Not a path that may become the root's where the whole tree is counted, or that of what may not be deleted, and not the flags of a createTTL: one with
     * flags of no TTL and a ttl out of range makes ZooKeeper stop for good.
     */
    private static boolean mayChangeByte(Call call) {
        return call.opcode() != Opcode.DELETE_CONTAINER
                && call.opcode() != Opcode.GET_ALL_CHILDREN_NUMBER
                && !call.text().contains("createTTL");
    }

    private String notRoot() {
        String path = values.path();
        return path.isEmpty() || path.equals("/") ? ScriptEnvironment.TREE : path;
    }

    private int number(int from, int to, int odd) {
        return values.chance(3) ? odd : from + values.below(to - from);
    }

    private void weigh(int weight, IntFunction<Call> make) {
        for (int i = 0; i < weight; i++) {
            weighted.add(make);
        }
    }
}
