package io.ensemble.chaos.chaos.client;

import io.ensemble.chaos.chaos.check.SessionsLive;
import io.ensemble.chaos.chaos.client.OpenZooKeeper.Nothing;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.history.Batch;
import io.ensemble.chaos.chaos.history.Completion;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Recorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateResponse;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.GetChildrenRequest;
import org.apache.zookeeper.proto.GetChildrenResponse;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetACLResponse;
import org.apache.zookeeper.proto.SetDataRequest;
import org.apache.zookeeper.proto.SetDataResponse;
import org.apache.zookeeper.proto.SyncRequest;
import org.apache.zookeeper.proto.SyncResponse;
import org.jspecify.annotations.Nullable;

/**
 * One session of ZooKeeper's Java client. Every call returns at once; its future completes with what was recorded of it.
 * Calls of one thread are sent in their order. Any thread.
 */
public final class TracedClient {
    private final int process;
    private final Layout layout;
    private final Recorder recorder;
    private final OpenZooKeeper zooKeeper;
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    /** Times that the connection was lost; tells whether two replies came over one connection. */
    private final AtomicInteger disconnects = new AtomicInteger();

    private volatile boolean expired;

    /** Connects to whichever of the addresses answers; returns before it has. */
    public TracedClient(int process, Layout layout, String connectString, int timeoutMs, Recorder recorder)
            throws IOException {
        this.process = process;
        this.layout = layout;
        this.recorder = recorder;
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        this.zooKeeper = new OpenZooKeeper(connectString, timeoutMs, this::event, config);
    }

    private void event(WatchedEvent event) {
        if (event.getType() != EventType.None) {
            recorder.event(process, session(), event.getType().name(), event.getPath(), event.getZxid());
            return;
        }
        if (event.getState() == KeeperState.Disconnected) {
            disconnects.incrementAndGet();
        }
        expired |= event.getState() == KeeperState.Expired;
        recorder.state(process, session(), member(), event.getState().name());
        if (event.getState() == KeeperState.SyncConnected) {
            recorder.state(process, session(), member(), SessionsLive.TIMEOUT + zooKeeper.getSessionTimeout());
            connected.complete(true);
        }
    }

    /** Completes once the session is open. */
    public CompletableFuture<Boolean> connected() {
        return connected;
    }

    /** Whether the server has told that the session is over. */
    public boolean isExpired() {
        return expired;
    }

    public long session() {
        return zooKeeper == null ? 0 : zooKeeper.getSessionId();
    }

    private @Nullable Integer member() {
        InetSocketAddress remote = zooKeeper == null ? null : zooKeeper.remote();
        return remote == null ? null : layout.memberAt(remote);
    }

    /** setData, at any version if expected is -1. */
    public CompletableFuture<Completion> set(String path, String value, int expected) {
        Kind kind = expected < 0 ? Kind.SET : Kind.CAS;
        Call call = begin(kind, path, value, expected < 0 ? null : expected);
        zooKeeper.submit(
                OpCode.setData,
                new SetDataRequest(path, bytes(value), expected),
                new SetDataResponse(),
                path,
                (error, zxid, body) -> call.end(error, zxid, null, body.getStat()));
        return call.future;
    }

    /** getData, locally. */
    public CompletableFuture<Completion> read(String path) {
        Call call = begin(Kind.READ, path, null, null);
        getData(path, call);
        return call.future;
    }

    /** sync and getData right behind it; where the connection breaks in between, it counts as a local read. */
    public CompletableFuture<Completion> syncedRead(String path) {
        Call call = begin(Kind.SYNCED_READ, path, null, null);
        int connection = disconnects.get();
        CompletableFuture<Integer> synced = new CompletableFuture<>();
        zooKeeper.submit(
                OpCode.sync,
                new SyncRequest(path),
                new SyncResponse(),
                path,
                (error, zxid, body) -> synced.complete(error));
        call.valid = () -> synced.getNow(Code.CONNECTIONLOSS.intValue()) == 0 && disconnects.get() == connection;
        getData(path, call);
        return call.future;
    }

    private void getData(String path, Call call) {
        zooKeeper.submit(
                OpCode.getData,
                new GetDataRequest(path, false),
                new GetDataResponse(),
                path,
                (error, zxid, body) -> call.end(error, zxid, error == 0 ? text(body.getData()) : null, body.getStat()));
    }

    /** Proves an identity to the server, on this connection and later ones. */
    public void prove(String userAndPassword) {
        zooKeeper.addAuthInfo("digest", bytes(userAndPassword));
    }

    /** setACL: all rights for whom this client has proved to be, and for all others all or none. */
    public CompletableFuture<Completion> setOpen(String path, boolean open) {
        Call call = begin(Kind.SET_ACL, path, open ? "open" : "closed", null);
        zooKeeper.submit(
                OpCode.setACL,
                new SetACLRequest(path, open ? Ids.OPEN_ACL_UNSAFE : Ids.CREATOR_ALL_ACL, -1),
                new SetACLResponse(),
                path,
                (error, zxid, body) -> call.end(error, zxid, null, null));
        return call.future;
    }

    /** setData by one who may have no right to it. */
    public CompletableFuture<Completion> tryWrite(String path, String value) {
        Call call = begin(Kind.TRY_WRITE, path, value, null);
        zooKeeper.submit(
                OpCode.setData,
                new SetDataRequest(path, bytes(value), -1),
                new SetDataResponse(),
                path,
                (error, zxid, body) -> call.end(error, zxid, null, null));
        return call.future;
    }

    /** getData by one who may have no right to it. */
    public CompletableFuture<Completion> tryRead(String path) {
        Call call = begin(Kind.TRY_READ, path, null, null);
        zooKeeper.submit(
                OpCode.getData,
                new GetDataRequest(path, false),
                new GetDataResponse(),
                path,
                (error, zxid, body) -> call.end(error, zxid, null, null));
        return call.future;
    }

    /** getData that leaves a one-shot watch. */
    public CompletableFuture<Completion> watch(String path) {
        Call call = begin(Kind.WATCH, path, null, null);
        zooKeeper.getData(
                path,
                true,
                (error, ignoredPath, context, data, stat) -> call.end(error, -1, error == 0 ? text(data) : null, stat),
                null);
        return call.future;
    }

    /** addWatch, persistent. */
    public CompletableFuture<Completion> watchAll(String path) {
        Call call = begin(Kind.WATCH_ALL, path, null, null);
        zooKeeper.addWatch(
                path, AddWatchMode.PERSISTENT, (error, ignoredPath, context) -> call.end(error, -1, null, null), null);
        return call.future;
    }

    /** addWatch, persistent and recursive. */
    public CompletableFuture<Completion> watchTree(String path) {
        Call call = begin(Kind.WATCH_TREE, path, null, null);
        zooKeeper.addWatch(
                path,
                AddWatchMode.PERSISTENT_RECURSIVE,
                (error, ignoredPath, context) -> call.end(error, -1, null, null),
                null);
        return call.future;
    }

    /** getChildren that leaves a one-shot watch. */
    public CompletableFuture<Completion> watchChildren(String path) {
        Call call = begin(Kind.WATCH_CHILDREN, path, null, null);
        zooKeeper.getChildren(
                path,
                true,
                (error, ignoredPath, context, children, stat) ->
                        call.end(error, -1, error == 0 ? Long.toString(stat.getPzxid()) : null, null),
                null);
        return call.future;
    }

    /** exists that leaves a one-shot watch. */
    public CompletableFuture<Completion> watchExistence(String path) {
        Call call = begin(Kind.WATCH_EXISTENCE, path, null, null);
        zooKeeper.exists(
                path,
                true,
                (error, ignoredPath, context, stat) -> {
                    boolean absent = error == Code.NONODE.intValue();
                    String mzxid = error == 0 ? Long.toString(stat.getMzxid()) : absent ? "" : null;
                    call.end(absent ? 0 : error, -1, mzxid, null);
                },
                null);
        return call.future;
    }

    /** create, persistent. */
    public CompletableFuture<Completion> create(String path, String value) {
        return create(Kind.CREATE, path, value, CreateMode.PERSISTENT);
    }

    /** delete, at any version. */
    public CompletableFuture<Completion> delete(String path) {
        return delete(Kind.DELETE, path);
    }

    /** getChildren of a tree, locally. */
    public CompletableFuture<Completion> children(String path) {
        return list(Kind.CHILDREN, path);
    }

    /** create, persistent and sequential. */
    public CompletableFuture<Completion> createSequential(String prefix, String value) {
        return create(Kind.CREATE_SEQUENTIAL, prefix, value, CreateMode.PERSISTENT_SEQUENTIAL);
    }

    public CompletableFuture<Completion> createEphemeral(String path, String value) {
        return create(Kind.CREATE_EPHEMERAL, path, value, CreateMode.EPHEMERAL);
    }

    /** create of an item of a queue. */
    public CompletableFuture<Completion> enqueue(String prefix, String value) {
        return create(Kind.ENQUEUE, prefix, value, CreateMode.PERSISTENT_SEQUENTIAL);
    }

    /** create of a place in the queue for a lock. */
    public CompletableFuture<Completion> place(String prefix, String value) {
        return create(Kind.PLACE, prefix, value, CreateMode.EPHEMERAL_SEQUENTIAL);
    }

    /** delete of an item of a queue. */
    public CompletableFuture<Completion> take(String path) {
        return delete(Kind.TAKE, path);
    }

    /** delete of one's place in the queue for a lock. */
    public CompletableFuture<Completion> leave(String path) {
        return delete(Kind.LEAVE, path);
    }

    private CompletableFuture<Completion> delete(Kind kind, String path) {
        Call call = begin(kind, path, null, null);
        zooKeeper.submit(
                OpCode.delete,
                new DeleteRequest(path, -1),
                Nothing.NOTHING,
                path,
                (error, zxid, body) -> call.end(error, zxid, null, null));
        return call.future;
    }

    /** setData of several znodes at once. */
    public CompletableFuture<Completion> setAll(Batch batch) {
        Call call = begin(Kind.MULTI, null, batch.text(), null);
        List<Op> sets = new ArrayList<>();
        batch.parts().forEach(part -> sets.add(Op.setData(part.path(), bytes(part.value()), part.version())));
        MultiResponse response = new MultiResponse();
        zooKeeper.submit(OpCode.multi, new MultiOperationRecord(sets), response, "", (error, zxid, body) -> {
            int first = error != 0 ? error : firstError(body);
            call.end(first, zxid, null, null);
        });
        return call.future;
    }

    /** getData of several znodes at once. */
    public CompletableFuture<Completion> readAll(List<String> paths) {
        Call call = begin(Kind.MULTI_READ, null, null, null);
        List<Op> reads = new ArrayList<>();
        paths.forEach(path -> reads.add(Op.getData(path)));
        MultiResponse response = new MultiResponse();
        zooKeeper.submit(OpCode.multiRead, new MultiOperationRecord(reads), response, "", (error, zxid, body) -> {
            int first = error != 0 ? error : firstError(body);
            call.end(first, zxid, first == 0 ? shown(paths, body) : null, null);
        });
        return call.future;
    }

    /** The error that a multi failed with; those of the operations beside it say only that there was one. */
    private static int firstError(MultiResponse response) {
        for (OpResult result : response.getResultList()) {
            if (result instanceof OpResult.ErrorResult failed
                    && failed.getErr() != 0
                    && failed.getErr() != Code.RUNTIMEINCONSISTENCY.intValue()) {
                return failed.getErr();
            }
        }
        return 0;
    }

    private static String shown(List<String> paths, MultiResponse response) {
        List<Batch.Part> parts = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            OpResult.GetDataResult result =
                    (OpResult.GetDataResult) response.getResultList().get(i);
            parts.add(new Batch.Part(paths.get(i), -1, text(result.getData())));
        }
        return new Batch(parts).text();
    }

    private CompletableFuture<Completion> create(Kind kind, String path, String value, CreateMode mode) {
        Call call = begin(kind, path, value, null);
        zooKeeper.submit(
                OpCode.create,
                new CreateRequest(path, bytes(value), Ids.OPEN_ACL_UNSAFE, mode.toFlag()),
                new CreateResponse(),
                path,
                (error, zxid, body) -> call.endCreate(error, zxid, body.getPath()));
        return call.future;
    }

    /** getChildren, locally. */
    public CompletableFuture<Completion> list(String path) {
        return list(Kind.LIST, path);
    }

    /** getChildren of a queue or a lock, locally. */
    public CompletableFuture<Completion> look(String path) {
        return list(Kind.LOOK, path);
    }

    private CompletableFuture<Completion> list(Kind kind, String path) {
        Call call = begin(kind, path, null, null);
        zooKeeper.submit(
                OpCode.getChildren,
                new GetChildrenRequest(path, false),
                new GetChildrenResponse(),
                path,
                (error, zxid, body) -> call.endList(error, zxid, body.getChildren()));
        return call.future;
    }

    /** Closes the session. The client must be ended by {@link #end} when the future has completed, or late. */
    public CompletableFuture<Completion> close() {
        Call call = begin(Kind.CLOSE, null, null, null);
        zooKeeper.submitClose((error, zxid, nothing) -> call.end(error, zxid, null, null));
        return call.future;
    }

    /** Ends the client behind a {@link #close}. */
    public void end() {
        zooKeeper.abandon();
    }

    /** Ends the client and leaves the session to its timeout. */
    public void abandon() {
        recorder.state(process, session(), null, "Abandoned");
        zooKeeper.abandon();
    }

    private Call begin(Kind kind, @Nullable String path, @Nullable String value, @Nullable Integer expected) {
        return new Call(kind, recorder.invoke(process, kind, path, value, expected));
    }

    /** A call that has begun; ended once, on the event thread. */
    private final class Call {
        final Kind kind;
        final long number;
        final CompletableFuture<Completion> future = new CompletableFuture<>();
        /** Whether a success counts as what the kind says. */
        BooleanSupplier valid = () -> true;

        Call(Kind kind, long number) {
            this.kind = kind;
            this.number = number;
        }

        void end(int error, long zxid, @Nullable String value, @Nullable Stat stat) {
            boolean ok = error == 0;
            end(error, zxid, null, value, ok && stat != null ? stat : null, null);
        }

        void endCreate(int error, long zxid, String path) {
            end(error, zxid, error == 0 ? path : null, null, null, null);
        }

        void endList(int error, long zxid, List<String> children) {
            end(error, zxid, null, null, null, error == 0 ? List.copyOf(children) : null);
        }

        private void end(
                int error,
                long zxid,
                @Nullable String path,
                @Nullable String value,
                @Nullable Stat stat,
                @Nullable List<String> children) {
            Code code = Objects.requireNonNullElse(Code.get(error), Code.SYSTEMERROR);
            Completion completion = new Completion(
                    phase(code),
                    path,
                    value,
                    stat == null ? null : stat.getVersion(),
                    stat == null ? null : stat.getMzxid(),
                    zxid <= 0 ? null : zxid,
                    session(),
                    member(),
                    children,
                    code == Code.OK ? null : code.name());
            recorder.complete(process, number, completion);
            future.complete(completion);
        }

        private Phase phase(Code code) {
            return switch (code) {
                case OK -> valid.getAsBoolean() ? Phase.OK : Phase.INFO;
                case BADVERSION, NONODE, NODEEXISTS, NOAUTH, BADARGUMENTS, NOTEMPTY -> Phase.FAIL;
                default -> Phase.INFO;
            };
        }
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] data) {
        return data == null ? "" : new String(data, StandardCharsets.UTF_8);
    }
}
