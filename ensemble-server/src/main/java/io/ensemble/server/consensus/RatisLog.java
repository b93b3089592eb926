package io.ensemble.server.consensus;

import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.membership.Membership;
import io.ensemble.server.consensus.transport.AppendProbe;
import io.ensemble.server.consensus.transport.AppendRpcType;
import io.ensemble.server.consensus.transport.AppendTransport;
import io.ensemble.server.consensus.transport.DurableTerms;
import io.ensemble.server.consensus.transport.LogLinks;
import io.ensemble.server.tls.MemberTls;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicated log of production: Apache Ratis. Its folder must have been made by a {@link
 * io.ensemble.server.consensus.formation.Formation}; it is never formatted here.
 *
 * <p>An entry goes straight to Ratis' division on the calling thread, without a client and without a hop; the sink applies
 * it on Ratis' updater thread. What makes Ratis stop, or makes its disk unusable, is told to the sink once, by {@link
 * LogSink#failed}, and nothing is applied after it.
 *
 * <p>Threads: one to start it, one that proposes, any for the rest. {@link #close} waits for the updater thread, ten
 * seconds at most, and so is not for a sink to call from within one of its methods.
 */
public final class RatisLog implements ReplicatedLog {

    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    private static final long CONFIRMATION_PATIENCE_NANOS = 10_000_000_000L;
    private static final long REGISTER_TIMEOUT_MS = 10_000;
    private static final long CLOSE_TIMEOUT_MS = 10_000;
    private static final long GIVE_UP_TIMEOUT_MS = 2_000;

    private final RatisLogSettings settings;
    private final RaftPeerId self;
    private final RaftGroupId groupId;
    private final DurableFiles files;
    private final GroupStorage storage;
    private final SnapshotStorage snapshots;
    private final LogDirForcer logDir;
    private final LogMark mark;
    private final LongConsumer flushNanos;
    private final Supplier<? extends LogLinks> links;
    private final AtomicBoolean snapshotRunning = new AtomicBoolean();
    private final AtomicBoolean givingUp = new AtomicBoolean();
    private final Confirmation confirmation = new Confirmation(CONFIRMATION_PATIENCE_NANOS);

    private volatile @Nullable Running running;
    private volatile boolean closed;

    /** Proposing thread. Renewed after a refusal: Ratis would chain later calls to those that never got an index. */
    private ClientId clientId = ClientId.randomId();

    private long callId;
    private volatile boolean renewClientId;

    private ConfigurationListener configurations = new UnheardConfigurations();
    private @Nullable MemberTls tls;
    private AppendProbe appendProbe = AppendProbe.NONE;

    /** What there is from a successful start on. */
    private record Running(
            RaftServer server,
            RaftServer.Division division,
            SinkGate gate,
            LeadershipWatch watch,
            FlushTimes flushTimes,
            AppendTransport transport) {}

    /** @param links what carries entries to the other members, asked for at the start, and closed after this */
    public RatisLog(RatisLogSettings settings, Supplier<? extends LogLinks> links) {
        this(settings, links, DiskFiles.INSTANCE);
    }

    /** With files that a test records or breaks. */
    public RatisLog(RatisLogSettings settings, Supplier<? extends LogLinks> links, DurableFiles files) {
        this(settings, links, files, nanos -> {});
    }

    /** @param flushNanos told how long each write of the log to the disk took, fsync included; on Ratis' log thread */
    public RatisLog(
            RatisLogSettings settings,
            Supplier<? extends LogLinks> links,
            DurableFiles files,
            LongConsumer flushNanos) {
        this.flushNanos = flushNanos;
        this.links = links;
        this.settings = settings;
        this.self = RaftGroups.peerId(settings.member());
        this.groupId = RaftGroups.groupId(settings.clusterId());
        this.files = files;
        this.storage = new GroupStorage(files, settings.dataDir());
        this.snapshots = new SnapshotStorage(files, storage.groupDir(settings.clusterId()));
        this.mark = new LogMark(files, storage.groupDir(settings.clusterId()));
        this.logDir = new LogDirForcer(files, snapshots.logDir());
    }

    /** Who hears of configurations; before the start. */
    public void onConfiguration(ConfigurationListener listener) {
        configurations = listener;
    }

    /** What the replication does is shown; before the start. */
    public void observe(AppendProbe by) {
        appendProbe = by;
    }

    /** Votes, snapshots and administration go over TLS; before the start. */
    public void secure(MemberTls by) {
        tls = by;
    }

    /** Who is part of the ensemble, and how to change that. After the start. */
    public Membership membership() {
        Running now = running();
        return new RatisMembership(settings, now.server, now.division, this::leadership);
    }

    @Override
    public void start(LogSink sink) throws IOException {
        RatisProcess.tame();
        RatisProcess.checkPort(settings);
        storage.check(settings.clusterId());
        storage.repair(settings.clusterId());
        LogReach reach = LogReach.of(snapshots.logDir());
        LogCheck.cutTornRecord(files, reach);
        LogCheck.makeDurable(files, reach, snapshots.logDir());
        SinkGate gate = new SinkGate(sink);
        TermIndex restored = snapshots.restoreNewest(gate, reach);
        mark.check(snapshots.logDir(), Math.max(reach.last(), restored.getIndex()));
        LogCheck.deleteStale(files, reach);
        mark.open(Math.max(reach.last(), restored.getIndex()));
        SegmentNames segmentNames = new SegmentNames(files, snapshots.logDir());
        LogStateMachine machine =
                new LogStateMachine(gate, snapshots, restored, this::wake, configurations, segmentNames, mark);
        FlushTimes flushTimes = FlushTimes.open(RaftGroupMemberId.valueOf(self, groupId), flushNanos);
        AppendTransport transport = new AppendTransport(
                links.get(), durableTerms(gate), self, RaftGroups::member, RaftGroups::address, appendProbe);
        RaftProperties properties = RaftSettings.of(settings);
        Parameters parameters = AppendRpcType.use(properties, transport);
        if (tls != null) {
            GrpcConfigKeys.TLS.setConf(parameters, new GrpcTlsConfig(tls.keyManager(), tls.trustManager(), true));
        }
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, new AddresseeCheck(settings.member()));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(self)
                .setGroup(RaftGroups.group(settings.clusterId(), settings.members()))
                .setOption(StartupOption.RECOVER)
                .setStateMachine(machine)
                .setProperties(properties)
                .setParameters(parameters)
                .setThreadGroup(new RaftThreads(gate))
                .build();
        try {
            RaftServer.Division division = server.getDivision(groupId);
            machine.setDivision(division);
            LeadershipWatch watch = new LeadershipWatch(
                    division,
                    settings,
                    gate,
                    logDir,
                    term -> giveUpLeadership(server, term),
                    configurations::whyClosed);
            running = new Running(server, division, gate, watch, flushTimes, transport);
            server.start();
            segmentNames.watch(division.getRaftLog());
            transport.open(division);
            watch.start();
        } catch (IOException | RuntimeException e) {
            running = null;
            gate.close();
            server.close();
            flushTimes.close();
            mark.close();
            throw startFailed(e);
        }
    }

    /** Lets another lead: whoever of the others stands first. */
    private void giveUpLeadership(RaftServer server, long term) {
        if (!givingUp.compareAndSet(false, true)) {
            return;
        }
        LOG.warn("the disk takes nothing of the log: leadership is given up; term={}", term);
        try {
            server.transferLeadershipAsync(new TransferLeadershipRequest(
                            ClientId.randomId(), self, groupId, 0, null, GIVE_UP_TIMEOUT_MS))
                    .whenComplete((reply, error) -> givingUp.set(false));
        } catch (IOException e) {
            LOG.warn("leadership not given up: {}", e.toString());
            givingUp.set(false);
        }
    }

    /** Before a vote or a term is told to anybody its name in the folder is durable, or the member halts. */
    private DurableTerms durableTerms(SinkGate gate) {
        return new DurableTerms(
                () -> files.forceDirectory(snapshots.logDir()),
                why -> gate.failed(why + ". Check the disk and start the member again", null));
    }

    private IOException startFailed(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && (cause instanceof CompletionException || cause.getMessage() == null)) {
            cause = cause.getCause();
        }
        return new IOException(
                "the replicated log in " + settings.raftDir() + " cannot be started: "
                        + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
                e);
    }

    @Override
    public void propose(long term, byte[] entry) {
        if (entry.length > settings.entryBytesMax()) {
            throw new IllegalArgumentException(
                    "an entry of " + entry.length + " bytes, over the limit of " + settings.entryBytesMax());
        }
        Running now = running();
        DivisionInfo info = now.division.getInfo();
        if (!info.isLeaderReady() || info.getCurrentTerm() != term) {
            now.gate.refused(term, "this member does not lead in term " + term);
            return;
        }
        submit(now, term, new Proposal(term, UnsafeByteOperations.unsafeWrap(entry)));
    }

    private void submit(Running now, long term, Proposal proposal) {
        if (renewClientId) {
            renewClientId = false;
            clientId = ClientId.randomId();
        }
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(clientId)
                .setServerId(self)
                .setGroupId(groupId)
                .setCallId(callId++)
                .setMessage(proposal)
                .setType(RaftClientRequest.writeRequestType())
                .build();
        try {
            // Not the server but the division: its call appends on this thread, in the order of calls.
            ((RaftClientAsynchronousProtocol) now.division)
                    .submitClientRequestAsync(request)
                    .whenComplete((reply, error) -> answered(now, term, reply, error));
        } catch (IOException | RuntimeException e) {
            refused(now, term, e);
        }
    }

    /** Success says nothing new: the entry was applied here before. */
    private void answered(Running now, long term, @Nullable RaftClientReply reply, @Nullable Throwable error) {
        if (error != null) {
            refused(now, term, error);
        } else if (reply != null && !reply.isSuccess()) {
            refused(now, term, reply.getException());
        }
    }

    private void refused(Running now, long term, @Nullable Throwable why) {
        renewClientId = true;
        now.gate.refused(term, why == null ? "no reason given" : why.toString());
    }

    @Override
    public Leadership leadership() {
        Running now = running;
        return now == null ? Leadership.NONE : now.watch.current();
    }

    @Override
    public Set<Integer> voters() {
        Running now = running;
        return now == null
                ? Set.of()
                : now.division.getRaftConf().getCurrentPeers().stream()
                        .map(peer -> RaftGroups.member(peer.getId()))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private void wake() {
        Running now = running;
        if (now != null) {
            now.watch.wake();
        }
    }

    @Override
    public boolean snapshot(long index, long term, SnapshotWriter writer) {
        Running now = running();
        if (closed || index <= snapshots.durableIndex()) {
            return false;
        }
        if (!snapshotRunning.compareAndSet(false, true)) {
            confirmation.giveUp();
            return false;
        }
        confirmation.expect(index);
        Thread thread = new Thread(() -> takeSnapshot(now, index, term, writer), "ensemble-snapshot");
        thread.setDaemon(true);
        thread.start();
        return true;
    }

    @Override
    public void confirmed(long index) {
        confirmation.confirmed(index);
    }

    private void takeSnapshot(Running now, long index, long term, SnapshotWriter writer) {
        boolean written;
        try {
            long start = System.nanoTime();
            written = snapshots.write(index, term, writer, confirmation::await);
            LOG.info(
                    "snapshot index={} term={} {} after {} ms",
                    index,
                    term,
                    written ? "durable" : "given up: not confirmed, or overtaken by the leader's",
                    (System.nanoTime() - start) / 1_000_000);
        } catch (IOException | RuntimeException | Error e) {
            if (!closed) {
                now.gate.failed(
                        "cannot write the snapshot of index " + index + " in " + settings.raftDir() + ": " + e
                                + ". Check the disk and its free space, then start the member again",
                        e);
            }
            return;
        } finally {
            snapshotRunning.set(false);
        }
        if (written) {
            now.gate.snapshotDurable(index);
            register(now);
        }
    }

    /** Ratis takes note on its updater thread, purges the log before the snapshot, and removes old snapshots. */
    private void register(Running now) {
        now.server
                .snapshotManagementAsync(SnapshotManagementRequest.newCreate(
                        ClientId.randomId(), self, groupId, 0, REGISTER_TIMEOUT_MS, 1))
                .whenComplete((reply, error) -> {
                    if (!closed && (error != null || !reply.isSuccess())) {
                        // The next snapshot makes up for it.
                        LOG.warn(
                                "log not purged after a snapshot: {}",
                                error != null ? error.toString() : String.valueOf(reply.getException()));
                    }
                });
    }

    @Override
    public void close() {
        closed = true;
        confirmation.close();
        Running now = running;
        if (now == null) {
            return;
        }
        now.gate.close();
        now.transport.close();
        now.watch.close();
        Thread closing = new Thread(() -> closeServer(now), "ensemble-log-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            LOG.warn("the replicated log did not close within {} ms", CLOSE_TIMEOUT_MS);
        }
    }

    private void closeServer(Running now) {
        try (now.flushTimes) {
            now.server.close();
        } catch (IOException e) {
            LOG.warn("closing the replicated log: {}", e.toString());
        }
        mark.close();
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("the log is not started");
        }
        return now;
    }

    /** Where nobody listens. */
    private static final class UnheardConfigurations implements ConfigurationListener {
        @Override
        public boolean applied(long index, List<MemberAddress> members) {
            return true;
        }

        @Override
        public @Nullable String whyClosed() {
            return null;
        }
    }

    /** Ratis' threads: one that dies of an error must not die silently. */
    private static final class RaftThreads extends ThreadGroup {
        private final SinkGate gate;

        RaftThreads(SinkGate gate) {
            super("ensemble-raft");
            this.gate = gate;
        }

        @Override
        public void uncaughtException(Thread thread, Throwable error) {
            gate.failed("the log's thread " + thread.getName() + " ended by " + error, error);
        }
    }
}
