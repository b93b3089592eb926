package io.ensemble.server.consensus;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.ProtoUtils;
import org.jspecify.annotations.Nullable;

/**
 * What Ratis calls, passed on to the sink. Entries are applied on Ratis' one updater thread, inline; its events come on
 * threads that may hold its locks, and only wake the {@link LeadershipWatch}.
 */
final class LogStateMachine extends BaseStateMachine {

    private static final CompletableFuture<Message> DONE = CompletableFuture.completedFuture(Message.EMPTY);
    private static final CompletableFuture<Void> FLUSHED = CompletableFuture.completedFuture(null);

    private final SinkGate gate;
    private final SnapshotStorage snapshots;
    private final Runnable leadershipEvent;
    private final ConfigurationListener configurations;
    private final SegmentNames segmentNames;
    private final LogMark mark;

    /** Set before anything can be proposed. */
    private volatile RaftServer.@Nullable Division division;

    /** @param restored what the sink holds already, from the newest snapshot */
    LogStateMachine(
            SinkGate gate,
            SnapshotStorage snapshots,
            TermIndex restored,
            Runnable leadershipEvent,
            ConfigurationListener configurations,
            SegmentNames segmentNames,
            LogMark mark) {
        this.gate = gate;
        this.snapshots = snapshots;
        this.leadershipEvent = leadershipEvent;
        this.configurations = configurations;
        this.segmentNames = segmentNames;
        this.mark = mark;
        setLastAppliedTermIndex(restored);
    }

    void setDivision(RaftServer.Division division) {
        this.division = division;
    }

    // ---- life ----

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        super.initialize(server, groupId, storage);
        getLifeCycle().startAndTransition(() -> {});
    }

    /** The leader's snapshot is complete and is about to take the place of ours. Under Ratis' lock. */
    @Override
    public void pause() {
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            return;
        }
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        try {
            snapshots.installing();
        } catch (IOException e) {
            gate.failed("cannot make the snapshot durable that the leader sent: " + e.getMessage(), e);
            throw new IllegalStateException("snapshot of the leader not durable", e);
        }
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** The leader's snapshot is in place. On the updater thread. */
    @Override
    public void reinitialize() throws IOException {
        try {
            getLifeCycle().startAndTransition(this::restoreInstalled, IOException.class);
        } catch (IOException | RuntimeException e) {
            gate.failed("cannot load the snapshot that the leader sent: " + e.getMessage(), e);
            throw e;
        }
    }

    private void restoreInstalled() throws IOException {
        TermIndex installed = snapshots.restoreInstalled(gate);
        setLastAppliedTermIndex(installed);
        // Whatever was being written here has been overtaken, and there is a durable snapshot all the same.
        gate.snapshotDurable(installed.getIndex());
    }

    // ---- entries ----

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        gate.entry(
                entry.getIndex(),
                entry.getTerm(),
                entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return DONE;
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        gate.skipped(index, term);
        updateLastAppliedTermIndex(term, index);
    }

    /** On the updater thread, or with a snapshot that the leader sends. */
    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto configuration) {
        if (configuration.getOldPeersCount() > 0) {
            return;
        }
        List<MemberAddress> members = Stream.concat(
                        configuration.getPeersList().stream(), configuration.getListenersList().stream())
                .map(peer -> RaftGroups.address(ProtoUtils.toRaftPeer(peer)))
                .toList();
        try {
            if (!configurations.applied(index, members)) {
                gate.failed(
                        "this member was removed from the ensemble, by the configuration of index " + index
                                + ": it ends, and does not start with this folder again",
                        null);
            }
        } catch (IOException e) {
            gate.failed("cannot record the configuration of index " + index + ": " + e.getMessage(), e);
        }
    }

    /** Only this process proposes: what comes over Ratis' own client port is turned away. */
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
        TransactionContext transaction = super.startTransaction(request);
        if (request.getMessage() instanceof Proposal proposal) {
            transaction.setStateMachineContext(proposal);
        } else {
            transaction.setException(new IOException("entries are taken from members only"));
        }
        return transaction;
    }

    /** Under the lock under which terms change, so that an entry never enters the log in a later term than meant. */
    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) throws IOException {
        RaftServer.Division current = division;
        long term = current == null ? 0 : current.getInfo().getCurrentTerm();
        if (!(transaction.getStateMachineContext() instanceof Proposal proposal) || proposal.term() != term) {
            throw new StateMachineException("proposed in another term than " + term, null, false);
        }
        return transaction;
    }

    // ---- events ----

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
        leadershipEvent.run();
    }

    @Override
    public void notifyLeaderReady() {
        leadershipEvent.run();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        leadershipEvent.run();
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        String which = entry == null ? "" : " at index " + entry.getIndex() + " of term " + entry.getTerm();
        gate.failed(
                "cannot write the log in " + snapshots.logDir() + which + ": " + cause
                        + ". Check the disk and its free space, then start the member again",
                cause);
    }

    /** On the log's thread; what was written counts as being on the disk only behind this and the log's own flush. */
    @Override
    public CompletableFuture<Void> flush(long index) {
        try {
            mark.flushing(index, segmentNames.flushing());
            return FLUSHED;
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Under Ratis' lock of the log; its thread waits for the answer once the files are cut. */
    @Override
    public CompletableFuture<Void> truncate(long index) {
        return mark.truncating(index);
    }

    // ---- snapshots ----

    @Override
    public long takeSnapshot() {
        return snapshots.registerNewest();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return snapshots;
    }
}
