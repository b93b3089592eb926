package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.Action.Call;
import io.ensemble.chaos.diff.Action.Password;
import io.ensemble.chaos.diff.Action.Seen;
import io.ensemble.chaos.wire.ConnectRequest;
import io.ensemble.chaos.wire.Requests;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Makes scripts: which client acts when, comes and goes. The same seed and number give the same script. One thread. */
final class Generator {
    private static final int ACTIONS_MIN = 50;
    private static final int ACTIONS_MAX = 300;
    private static final int BURST_MAX = 10;
    private static final int TIMEOUT_MS = 40_000;

    private final long seed;
    private final int number;
    private final RandomValues values;
    private final TreeGuess tree;
    private final RandomCalls calls;
    private final List<Action> actions = new ArrayList<>();
    private final boolean[] connected;
    private final boolean[] hasSession;
    private final boolean[] sessionClosed;

    private Generator(long seed, int number) {
        this.seed = seed;
        this.number = number;
        Random random = new Random(seed * 1_000_003 + number);
        tree = new TreeGuess(random);
        values = new RandomValues(random, tree);
        calls = new RandomCalls(values, tree);
        int clients = 1 + random.nextInt(4);
        connected = new boolean[clients];
        hasSession = new boolean[clients];
        sessionClosed = new boolean[clients];
    }

    static Script script(long seed, int number) {
        return new Generator(seed, number).make();
    }

    private Script make() {
        int count = ACTIONS_MIN + values.below(ACTIONS_MAX - ACTIONS_MIN);
        while (actions.size() < count) {
            int client = values.below(connected.length);
            if (connected[client]) {
                act(client);
            } else {
                connect(client);
            }
        }
        return new Script(seed, number, connected.length, actions);
    }

    private void act(int client) {
        int draw = values.below(1000);
        if (draw < 880) {
            burst(client);
        } else if (draw < 920) {
            auth(client);
        } else if (draw < 940) {
            actions.add(new Action.Drop(client));
            connected[client] = false;
        } else if (draw < 955) {
            resume(client, Password.RIGHT, values.one(List.of(Seen.LAST, Seen.LAST, Seen.ZERO, Seen.AHEAD)));
        } else if (draw < 965) {
            actions.add(Calls.closeSession(client));
            connected[client] = false;
            sessionClosed[client] = true;
            tree.ended(client);
        } else if (draw < 975) {
            actions.add(calls.closing(client));
            connected[client] = false;
        } else if (draw < 985) {
            actions.add(raw(client));
            connected[client] = false;
        } else if (draw < 997) {
            actions.add(handshake(client));
        } else {
            Call large = calls.large(client);
            actions.add(large);
            connected[client] = !large.closes();
        }
    }

    private void burst(int client) {
        actions.add(calls.next(client));
        int more = values.chance(50) ? 0 : values.below(BURST_MAX);
        for (int i = 0; i < more; i++) {
            actions.add(calls.next(client).inPipeline());
        }
    }

    /** Never behind other requests: ZooKeeper answers it before those that it has still in work. */
    private void auth(int client) {
        if (values.chance(88)) {
            actions.add(Calls.auth(client, "digest", values.one(RandomValues.USERS)));
            return;
        }
        Call odd = values.one(List.of(
                Calls.auth(client, "digest", "nocolon"),
                Calls.auth(client, "digest", ""),
                Calls.auth(client, "digest", "a:b:c"),
                Calls.auth(client, "ip", "10.0.0.1"),
                Calls.auth(client, "nosuch", "x").closing(),
                Calls.auth(client, "world", "anyone").closing()));
        actions.add(odd);
        connected[client] = !odd.closes();
    }

    private void connect(int client) {
        if (!hasSession[client] || values.chance(sessionClosed[client] ? 60 : 15)) {
            actions.add(new Action.Open(client, TIMEOUT_MS, values.chance(80) ? (Boolean) false : null));
            hasSession[client] = true;
            sessionClosed[client] = false;
            connected[client] = true;
            return;
        }
        if (values.chance(10)) {
            resume(client, Password.WRONG, Seen.LAST);
            return;
        }
        resume(client, Password.RIGHT, values.chance(90) ? Seen.LAST : Seen.AHEAD);
    }

    private void resume(int client, Password password, Seen seen) {
        actions.add(new Action.Resume(client, password, seen, TIMEOUT_MS));
        if (password == Password.RIGHT && seen != Seen.AHEAD && !sessionClosed[client]) {
            connected[client] = true;
            if (values.chance(70)) {
                actions.add(calls.setWatches(client));
            }
        }
    }

    private Action raw(int client) {
        String hex = values.one(
                List.of("ffffffff", "80000000", "7fffffff", "00000000", "0000000400000001", "72756f6b", "05000000"));
        return new Action.Raw(client, "raw " + hex, env -> HexFormat.of().parseHex(hex));
    }

    private Action handshake(int client) {
        int timeoutMs = values.one(List.of(-1, 0, 1, 3999, 4000, 4001, 39_999, 40_000, 40_001, Integer.MAX_VALUE));
        int kind = values.below(6);
        ConnectRequest fine = new ConnectRequest(0, 0, timeoutMs, 0, new byte[16], values.chance(50));
        byte[] bytes = switch (kind) {
            case 0 -> Requests.frame(new ConnectRequest(0, 0, timeoutMs, 0, null, false).toBytes());
            case 1 -> Requests.frame(new ConnectRequest(0, 0, timeoutMs, 0, new byte[3], null).toBytes());
            case 2 -> Requests.frame(new ConnectRequest(7, 0, timeoutMs, 0, new byte[16], null).toBytes());
            case 3 -> Requests.frame(new ConnectRequest(0, 0, timeoutMs, 4711, new byte[16], false).toBytes());
            case 4 -> Requests.frame(new byte[values.below(20)]);
            default -> Requests.frame(fine.toBytes());
        };
        String text = "handshake kind " + kind + " timeoutMs=" + timeoutMs;
        return new Action.Handshake(client, text, env -> bytes);
    }
}
