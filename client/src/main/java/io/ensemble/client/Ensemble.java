package io.ensemble.client;

import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.SessionEvent.State;
import io.ensemble.protocol.grpc.v1.Consistency;
import io.ensemble.protocol.grpc.v1.Exists;
import io.ensemble.protocol.grpc.v1.Get;
import io.ensemble.protocol.grpc.v1.GetAcl;
import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.Sync;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session of an ensemble. It moves between members by itself. A write is done once, and its answer is the first one,
 * whatever became of connections meanwhile; only where the session ends before the answer is its outcome unknown
 * ({@link Reason#SESSION_EXPIRED}). Where a session ends another one is opened: requests and watches go on in it,
 * ephemerals are gone.
 *
 * <p>Any thread may call. Reads and writes have twins that end in {@code Async}; what is chained to their futures runs on the
 * session's own thread and must not block. Watches are called on one other thread, and may; session listeners on a third.
 */
public final class Ensemble implements AutoCloseable {
    private final Options options;
    private final OwnThread loop = new OwnThread("ensemble-client", this::broken);
    private final OwnThread callbacks = new OwnThread("ensemble-callbacks", failure -> {});
    /** Its own: what is told of the session must not wait behind what watches have to tell. */
    private final OwnThread sessionCallbacks = new OwnThread("ensemble-session", failure -> {});

    private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** Requests that were asked for and have no answer. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private final Messages messages;
    private final WriteMessages writes;
    private final ClientProbe probe;
    private final Session session;

    private Ensemble(ConnectString root, Options options) {
        this.options = options;
        this.messages = new Messages(root);
        this.writes = new WriteMessages(root);
        this.probe = options.metrics().client();
        this.session =
                new Session(root, Math.toIntExact(options.sessionTimeout().toMillis()), loop, this::state, probe);
    }

    /**
     * Opens a session.
     *
     * @param connect {@code host:port,host:port/chroot}; the chroot may be left out, and stands before all paths
     * @throws EnsembleException where no member has granted one within the patience of the options
     */
    public static Ensemble connect(String connect) {
        return connect(connect, Options.DEFAULT);
    }

    public static Ensemble connect(String connect, Options options) {
        Ensemble client = new Ensemble(ConnectString.parse(connect), options);
        client.loop.execute(client.session::connect);
        try {
            client.await(client.first);
            return client;
        } catch (EnsembleException e) {
            boolean interrupted = Thread.currentThread().isInterrupted();
            String last = client.session.lastFailure();
            client.close();
            throw new EnsembleException(
                    Reason.TIMED_OUT,
                    "",
                    interrupted
                            ? "interrupted before there was a session"
                            : "no session of " + client.session.membersTried() + " within "
                                    + options.patience().toSeconds() + " s: are they running?"
                                    + (last.isEmpty() ? "" : " The last one tried: " + last));
        } catch (IllegalStateException e) {
            client.close();
            throw e;
        }
    }

    /** The loop cannot do what it has to: who waits for the session need not wait for long. */
    private void broken(Throwable why) {
        first.completeExceptionally(why);
    }

    /** Creates an open, persistent znode. */
    public Created create(String path, byte @Nullable [] data) {
        return create(path, data, CreateMode.PERSISTENT);
    }

    /** Creates a znode that is open to everybody; {@link #multi} has the rest. */
    public Created create(String path, byte @Nullable [] data, CreateMode mode) {
        return await(createAsync(path, data, mode));
    }

    public CompletableFuture<Created> createAsync(String path, byte @Nullable [] data, CreateMode mode) {
        return writeAsync(new Op.Create(path, data, mode)).thenApply(done -> new Created(done.path(), stat(done)));
    }

    /** Creates a znode without data where it is not there, and its parents, which are persistent. */
    public void ensure(String path, CreateMode mode) {
        for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            ensureOne(path.substring(0, slash), CreateMode.PERSISTENT);
        }
        ensureOne(path, mode);
    }

    private void ensureOne(String path, CreateMode mode) {
        if (exists(path).isPresent()) {
            return;
        }
        try {
            create(path, null, mode);
        } catch (EnsembleException e) {
            if (e.reason() != Reason.NODE_EXISTS) {
                throw e;
            }
        }
    }

    /** Sets the data, whatever its version. */
    public Stat set(String path, byte @Nullable [] data) {
        return set(path, data, Op.ANY_VERSION);
    }

    public Stat set(String path, byte @Nullable [] data, int version) {
        return await(setAsync(path, data, version));
    }

    public CompletableFuture<Stat> setAsync(String path, byte @Nullable [] data, int version) {
        return writeAsync(new Op.Set(path, data, version)).thenApply(Ensemble::stat);
    }

    /** Deletes a znode without children, whatever its version. */
    public void delete(String path) {
        delete(path, Op.ANY_VERSION);
    }

    public void delete(String path, int version) {
        await(deleteAsync(path, version));
    }

    public CompletableFuture<Void> deleteAsync(String path, int version) {
        return writeAsync(new Op.Delete(path, version)).thenApply(done -> null);
    }

    /**
     * Deletes a znode and all below it: under one zxid, where it is no larger than one transaction takes (10,000 znodes,
     * unless the ensemble's limits say otherwise), else in parts, children first, which others see.
     *
     * @return how many znodes were deleted
     */
    public int deleteTree(String path) {
        int deleted = 0;
        while (true) {
            OpResult part = await(writeAsync(new Op.DeleteTree(path, Op.ANY_VERSION, true)));
            deleted += part.deleted();
            if (part.whole()) {
                return deleted;
            }
        }
    }

    /** One write of any kind. */
    public CompletableFuture<OpResult> writeAsync(Op op) {
        return inLoop(RequestKind.of(op), () -> session.write(writes.single(op), op.path(), writes.kept(List.of(op))))
                .thenApply(answer -> writes.results(List.of(op), answer).get(0));
    }

    /** All of them or none, under one zxid; each sees what those before it did. */
    public List<OpResult> multi(Op... ops) {
        return await(multiAsync(List.of(ops)));
    }

    public CompletableFuture<List<OpResult>> multiAsync(List<Op> ops) {
        if (ops.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<Op> all = List.copyOf(ops);
        return inLoop(
                        RequestKind.MULTI,
                        () -> session.write(writes.multi(all), all.get(0).path(), writes.kept(all)))
                .thenApply(answer -> writes.results(all, answer));
    }

    /**
     * Does these operations if all conditions hold, and else those: decided where the write is done, all of the list or
     * nothing, under one zxid.
     *
     * @throws EnsembleException where an operation of the list that was taken fails, or a condition may not be asked
     */
    public Applied compareAndApply(List<Condition> conditions, List<Op> then, List<Op> otherwise) {
        return await(compareAndApplyAsync(conditions, then, otherwise));
    }

    public CompletableFuture<Applied> compareAndApplyAsync(
            List<Condition> conditions, List<Op> then, List<Op> otherwise) {
        String path = conditions.isEmpty() ? "" : conditions.get(0).path();
        List<Op> ifSo = List.copyOf(then);
        List<Op> ifNot = List.copyOf(otherwise);
        int kept = Math.max(writes.kept(ifSo), writes.kept(ifNot));
        return inLoop(
                        RequestKind.COMPARE_AND_APPLY,
                        () -> session.write(writes.branch(conditions, ifSo, ifNot), path, kept))
                .thenApply(answer ->
                        new Applied(answer.getHeld(), writes.results(answer.getHeld() ? ifSo : ifNot, answer)));
    }

    /** A znode's data, as the member has it. */
    public Data get(String path) {
        return get(path, ReadMode.LOCAL);
    }

    public Data get(String path, ReadMode mode) {
        return await(getAsync(path, mode));
    }

    public CompletableFuture<Data> getAsync(String path, ReadMode mode) {
        return read(mode, read -> read.setGet(Get.newBuilder().setPath(outer(path))))
                .thenApply(answer -> new Data(
                        Messages.bytes(answer.hasData(), answer.getData()),
                        Messages.stat(answer.getStat()),
                        answer.getZxid()));
    }

    /** A znode's stat; empty where there is no such znode. */
    public Optional<Stat> exists(String path) {
        return await(existsAsync(path, ReadMode.LOCAL));
    }

    public CompletableFuture<Optional<Stat>> existsAsync(String path, ReadMode mode) {
        return read(mode, read -> read.setExists(Exists.newBuilder().setPath(outer(path))))
                .thenApply(
                        answer -> answer.hasStat() ? Optional.of(Messages.stat(answer.getStat())) : Optional.empty());
    }

    /** A znode's children, as the member has them. */
    public Children children(String path) {
        return await(childrenAsync(path, ReadMode.LOCAL));
    }

    public CompletableFuture<Children> childrenAsync(String path, ReadMode mode) {
        return read(
                        mode,
                        read -> read.setChildren(io.ensemble.protocol.grpc.v1.Children.newBuilder()
                                .setPath(outer(path))))
                .thenApply(answer -> new Children(
                        List.copyOf(answer.getChildrenList()), Messages.stat(answer.getStat()), answer.getZxid()));
    }

    /**
     * A znode as it was behind an earlier zxid that this session has seen: that of another read, or of an event.
     *
     * @throws EnsembleException with TOO_OLD where the changes since are not kept any more
     */
    public Past getAt(String path, long zxid) {
        return await(readAt(path, zxid, read -> read.setGet(Get.newBuilder().setPath(outer(path))))
                .thenApply(answer -> new Past(
                        Messages.bytes(answer.hasData(), answer.getData()),
                        answer.hasStat() ? Messages.stat(answer.getStat()) : null)));
    }

    /** A znode's children as they were behind an earlier zxid, sorted; as {@link #getAt}. */
    public List<String> childrenAt(String path, long zxid) {
        return await(readAt(
                        path,
                        zxid,
                        read -> read.setChildren(io.ensemble.protocol.grpc.v1.Children.newBuilder()
                                .setPath(outer(path))))
                .thenApply(answer -> List.copyOf(answer.getChildrenList())));
    }

    private CompletableFuture<io.ensemble.protocol.grpc.v1.ReadAnswer> readAt(
            String path, long zxid, Function<Read.Builder, Read.Builder> op) {
        return read(ReadMode.LOCAL, read -> op.apply(read.setAtZxid(zxid)));
    }

    /** A znode's ACL; hashes of passwords only for those who may administer it. */
    public List<Acl> acl(String path) {
        return await(aclAsync(path)).acl();
    }

    /** A znode's ACL and stat at one moment, whose {@code aversion} says which of its ACLs it is. */
    public CompletableFuture<ZnodeAcl> aclAsync(String path) {
        return read(ReadMode.LOCAL, read -> read.setGetAcl(GetAcl.newBuilder().setPath(outer(path))))
                .thenApply(answer -> new ZnodeAcl(
                        answer.getAclList().stream().map(Messages::acl).toList(), Messages.stat(answer.getStat())));
    }

    /** Local reads behind it show all that was acknowledged to anybody before. The zxid that it stands at. */
    public long sync() {
        return await(read(ReadMode.LINEARIZABLE, read -> read.setSync(Sync.getDefaultInstance())))
                .getZxid();
    }

    /** From now on this session is also that user, in ZooKeeper's scheme "digest". */
    public void authenticate(String user, String password) {
        byte[] shown = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        await(inLoop(RequestKind.AUTHENTICATE, () -> session.authenticate("digest", shown)));
    }

    /**
     * Tells of changes, each once, in order, until it is closed. It goes on at another member without a gap; where that
     * cannot be had, for the client was away longer than the ensemble keeps changes, the consumer is told of a
     * {@link WatchEvent.Kind#GAP} and given a listing, and the changes behind that. Changes wait at the member for a consumer
     * that is slow; a listing does not, for it cannot be gone on with from its middle: its events wait in this process's
     * memory, one for each znode of the scope at most.
     *
     * @throws EnsembleException with CLOSED where the client is closed
     */
    public Watch watch(String path, WatchOptions what, Consumer<WatchEvent> consumer) {
        ActiveWatch[] self = new ActiveWatch[1];
        WatchDelivery delivery =
                new WatchDelivery(consumer, callbacks, () -> execute(() -> session.goOn(self[0])), probe);
        ActiveWatch watch = new ActiveWatch(path, what, messages, delivery);
        self[0] = watch;
        if (!execute(() -> session.watch(watch))) {
            throw RequestQueue.isClosed();
        }
        return () -> {
            watch.close();
            execute(() -> session.cancel(watch));
        };
    }

    /** Tells of what becomes of the session. */
    public void onSession(Consumer<SessionEvent> listener) {
        listeners.add(listener);
    }

    /** No longer. */
    public void offSession(Consumer<SessionEvent> listener) {
        listeners.remove(listener);
    }

    /**
     * Returns when watches and listeners have been told of what had come before; of a change that an answer shows, if the
     * answer had come. To be called on another thread than theirs.
     */
    public void settle() {
        if (callbacks.isCurrent()) {
            throw new IllegalStateException("a watch's consumer cannot wait for itself");
        }
        CompletableFuture<Void> told = new CompletableFuture<>();
        // Once it is closed nobody is told anything any more.
        if (callbacks.offer(() -> told.complete(null))) {
            await(told);
        }
    }

    /** The session's id; 0 while there is none, and once the client is closed. It waits for nothing. */
    public long sessionId() {
        return session.sessionId();
    }

    /** How long from now the session certainly lives, whatever happens; zero where that is not known. */
    public Duration certain() {
        return Duration.ofNanos(session.certainNanos());
    }

    /**
     * How long from now that session of this client certainly lives, whatever happens; zero where that is not known, and
     * where this client has another session by now.
     */
    public Duration certain(long sessionId) {
        return Duration.ofNanos(session.certainNanos(sessionId));
    }

    /**
     * Ends the session, and with it its ephemerals, behind what was asked before; returns when that is done, or known not to
     * come. On the session's own thread, and where the caller is interrupted, it does not wait: it is done all the same.
     */
    @Override
    public void close() {
        execute(session::close);
        if (loop.isCurrent()) {
            return;
        }
        try {
            ended.get(options.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It ends with its timeout.
            shutdown();
        }
    }

    private void shutdown() {
        loop.shutdown();
        callbacks.shutdown();
        sessionCallbacks.shutdown();
    }

    /**
     * Waits for an answer, for as long as the options' patience.
     *
     * @throws IllegalStateException on the session's own thread, which would wait for itself: there, chain to the future
     */
    public <T> T await(CompletableFuture<T> future) {
        if (loop.isCurrent() && !future.isDone()) {
            throw new IllegalStateException(
                    "a blocking call on the client's own thread: chain to the future, or go to another thread");
        }
        try {
            return future.get(options.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnsembleException(Reason.TIMED_OUT, "", "interrupted; the request goes on");
        } catch (TimeoutException e) {
            throw new EnsembleException(
                    Reason.TIMED_OUT,
                    "",
                    "no answer within " + options.patience().toSeconds() + " s; the request goes on");
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof EnsembleException of) {
                // With the caller's stack: that of the client's thread says nothing.
                throw new EnsembleException(of);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private CompletableFuture<io.ensemble.protocol.grpc.v1.ReadAnswer> read(
            ReadMode mode, Function<Read.Builder, Read.Builder> op) {
        Consistency consistency = mode == ReadMode.LINEARIZABLE ? Consistency.LINEARIZABLE : Consistency.LOCAL;
        Read.Builder message = op.apply(Read.newBuilder().setConsistency(consistency));
        return inLoop(RequestKind.of(message.getOpCase()), () -> session.read(message, ""));
    }

    private String outer(String path) {
        return messages.root().outer(path);
    }

    private <T> CompletableFuture<T> inLoop(RequestKind kind, Supplier<CompletableFuture<T>> call) {
        // Counted here, before the loop: who asks faster than it can take must not fill it without bound.
        if (unanswered.incrementAndGet() > RequestQueue.WAITING_MAX) {
            unanswered.decrementAndGet();
            return CompletableFuture.failedFuture(new EnsembleException(
                    Reason.TOO_MANY, "", RequestQueue.WAITING_MAX + " requests wait for an answer"));
        }
        CompletableFuture<T> future = inLoop(call);
        future.whenComplete((done, failure) -> unanswered.decrementAndGet());
        probe.asked(kind, future);
        return future;
    }

    private <T> CompletableFuture<T> inLoop(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                call.get().whenComplete((result, failure) -> {
                    if (failure == null) {
                        future.complete(result);
                    } else {
                        future.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        };
        if (!execute(task)) {
            future.completeExceptionally(RequestQueue.isClosed());
        }
        return future;
    }

    private boolean execute(Runnable task) {
        return loop.offer(task);
    }

    private void state(State state, long sessionId) {
        SessionEvent event = new SessionEvent(state, sessionId, certain());
        probe.session(state);
        if (state == State.CONNECTED) {
            first.complete(null);
        }
        sessionCallbacks.execute(() -> listeners.forEach(listener -> tell(listener, event)));
        if (state == State.CLOSED) {
            shutdown();
            ended.complete(null);
        }
    }

    private static void tell(Consumer<SessionEvent> listener, SessionEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException | Error e) {
            System.getLogger(Ensemble.class.getName()).log(Level.ERROR, "a session listener failed at " + event, e);
        }
    }

    private static Stat stat(OpResult result) {
        if (result.stat() == null) {
            throw new IllegalStateException("a write without a stat");
        }
        return result.stat();
    }
}
