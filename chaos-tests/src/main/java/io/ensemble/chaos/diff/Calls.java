package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.Action.Body;
import io.ensemble.chaos.diff.Action.Call;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.Requests;
import io.ensemble.chaos.wire.WireAcl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes the requests of scripts. Paths that begin with {@link ScriptEnvironment#TREE} are in the script's own tree. */
public final class Calls {

    private Calls() {}

    /** Any request. */
    public static Call call(int client, int opcode, String arguments, Body body) {
        String text = Opcode.name(opcode) + (arguments.isEmpty() ? "" : " " + arguments);
        return new Call(client, false, opcode, null, false, null, text, body);
    }

    /** create, create2, createContainer. */
    public static Call create(
            int client,
            int opcode,
            @Nullable String path,
            byte @Nullable [] data,
            @Nullable List<WireAcl> acl,
            int flags) {
        return call(
                client,
                opcode,
                quoted(path) + " flags=" + flags + " data=" + dataText(data) + " acl=" + acl,
                env -> Requests.create(env.path(path), data, acl, flags));
    }

    public static Call createTtl(
            int client,
            @Nullable String path,
            byte @Nullable [] data,
            @Nullable List<WireAcl> acl,
            int flags,
            long ttlMs) {
        return call(
                client,
                Opcode.CREATE_TTL,
                quoted(path) + " flags=" + flags + " ttl=" + ttlMs + " data=" + dataText(data) + " acl=" + acl,
                env -> Requests.createTtl(env.path(path), data, acl, flags, ttlMs));
    }

    /** delete, check. */
    public static Call pathVersion(int client, int opcode, @Nullable String path, int version) {
        return call(
                client,
                opcode,
                quoted(path) + " version=" + version,
                env -> Requests.pathVersion(env.path(path), version));
    }

    public static Call setData(int client, @Nullable String path, byte @Nullable [] data, int version) {
        return call(
                client,
                Opcode.SET_DATA,
                quoted(path) + " data=" + dataText(data) + " version=" + version,
                env -> Requests.setData(env.path(path), data, version));
    }

    public static Call setAcl(int client, @Nullable String path, @Nullable List<WireAcl> acl, int version) {
        return call(
                client,
                Opcode.SET_ACL,
                quoted(path) + " acl=" + acl + " version=" + version,
                env -> Requests.setAcl(env.path(path), acl, version));
    }

    /** exists, getData, getChildren, getChildren2. */
    public static Call pathWatch(int client, int opcode, @Nullable String path, boolean watch) {
        return call(
                client,
                opcode,
                quoted(path) + (watch ? " watch" : ""),
                env -> Requests.pathWatch(env.path(path), watch));
    }

    /** getACL, sync, deleteContainer, getEphemerals, getAllChildrenNumber. */
    public static Call path(int client, int opcode, @Nullable String path) {
        return call(client, opcode, quoted(path), env -> Requests.path(env.path(path)));
    }

    /** checkWatches, removeWatches, addWatch. */
    public static Call pathNumber(int client, int opcode, @Nullable String path, int number) {
        return call(
                client,
                opcode,
                quoted(path) + (opcode == Opcode.ADD_WATCH ? " mode=" : " type=") + number,
                env -> Requests.pathNumber(env.path(path), number));
    }

    /** multi, multiRead: the parts are calls, of which only number and body count. */
    public static Call multi(int client, int opcode, List<Call> parts) {
        String text = parts.stream().map(Call::text).toList().toString();
        return call(
                client,
                opcode,
                text,
                env -> Requests.multi(parts.stream()
                        .map(part ->
                                new Requests.Part(part.opcode(), part.body().bytes(env)))
                        .toList()));
    }

    /** setWatches (three lists) or setWatches2 (five). */
    public static Call setWatches(
            int client, String zxidText, ToLongFunction<ScriptEnvironment> zxid, List<List<String>> lists) {
        int opcode = lists.size() > 3 ? Opcode.SET_WATCHES2 : Opcode.SET_WATCHES;
        Call call = call(
                client,
                opcode,
                "zxid=" + zxidText + " " + lists,
                env -> Requests.setWatches(
                        zxid.applyAsLong(env),
                        lists.stream()
                                .map(list -> list.stream()
                                        .map(path -> String.valueOf(env.path(path)))
                                        .toList())
                                .toList()));
        return call.withXid(ReplyFrame.SET_WATCHES_XID);
    }

    public static Call auth(int client, String scheme, String auth) {
        Call call = call(client, Opcode.AUTH, scheme + " " + auth, env -> Requests.auth(0, scheme, bytes(auth)));
        return call.withXid(ReplyFrame.AUTH_XID);
    }

    public static Call ping(int client) {
        return call(client, Opcode.PING, "", env -> Requests.empty()).withXid(ReplyFrame.PING_XID);
    }

    public static Call whoAmI(int client) {
        return call(client, Opcode.WHO_AM_I, "", env -> Requests.empty());
    }

    public static Call closeSession(int client) {
        return call(client, Opcode.CLOSE_SESSION, "", env -> Requests.empty()).closing();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String dataText(byte @Nullable [] data) {
        if (data == null) {
            return "null";
        }
        return data.length > 20 ? data.length + " bytes" : quoted(new String(data, StandardCharsets.UTF_8));
    }

    static String quoted(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(c < 0x20 || c > 0x7e ? "\\u%04x".formatted(c) : (char) c));
        return quoted.append('"').toString();
    }
}
