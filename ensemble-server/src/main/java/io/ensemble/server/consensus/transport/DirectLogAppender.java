package io.ensemble.server.consensus.transport;

import io.ensemble.server.consensus.transport.AppendFrames.Answer;
import io.ensemble.server.consensus.transport.AppendWindow.Sent;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.util.AwaitForSignal;
import org.apache.ratis.util.Timestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the leader's entries to one follower, at once and on the thread that appended them, and tells it of each commit at
 * once. Ratis' own appender, from which it descends, keeps what is rare: its daemon sends heartbeats through here, and
 * snapshots over gRPC.
 *
 * <p>Threads: it is driven by {@link #notifyLogAppender}, which Ratis calls with the division's monitor held or not, and by
 * the daemon. One thread at a time drives; another that comes meanwhile leaves a mark and goes, so that nobody waits. Plain
 * fields are confined to the driver of the moment, and the mark hands them over.
 */
final class DirectLogAppender extends GrpcLogAppender implements Appenders.Appender {
    private static final Logger LOG = LoggerFactory.getLogger(DirectLogAppender.class);

    private static final int REQUESTS_MAX = 128;
    private static final int ENTRIES_MAX = 2_048;
    private static final long BYTES_MAX = 16 << 20;

    /** A follower further behind than this may need entries from the disk: the daemon reads them, not who notifies. */
    private static final int INLINE_ENTRIES_MAX = 64;

    private static final long BACK_OFF_MS_MIN = 5;
    private static final long BACK_OFF_MS_MAX = 500;

    /** A request that has no answer after this has none to come: the follower did not take it, and said nothing. */
    private static final long ANSWER_MS_MAX = 3_000;

    private final LogLinks links;
    private final int member;
    private final AtomicLong callIds;
    private final AppendProbe probe;
    private final long firstCallId;
    private final long requestBytesMax;
    private final KeptSignal signal = new KeptSignal(this);

    /** How often it was notified since the driver last looked; above zero, somebody drives. */
    private final AtomicInteger notified = new AtomicInteger();

    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AppendWindow window = new AppendWindow(REQUESTS_MAX, ENTRIES_MAX, BYTES_MAX);
    private final SnapshotTries snapshots = new SnapshotTries(System::nanoTime);
    private long pushedCommit = RaftLog.INVALID_LOG_INDEX;
    private int failures;
    private boolean windowFull;
    private long backOffUntilNanos = System.nanoTime();

    private volatile boolean carriesEntries;
    private volatile boolean heartbeatWanted;
    private volatile boolean daemonWanted;

    DirectLogAppender(
            RaftServer.Division server,
            LeaderState state,
            FollowerInfo follower,
            LogLinks links,
            int member,
            AtomicLong callIds,
            AppendProbe probe) {
        super(server, state, follower);
        this.links = links;
        this.member = member;
        this.callIds = callIds;
        this.probe = probe;
        this.firstCallId = callIds.get();
        this.requestBytesMax = RaftServerConfigKeys.Log.Appender.bufferByteLimit(
                        server.getRaftServer().getProperties())
                .getSize();
    }

    /** Called by the constructor above, too. */
    @Override
    public GrpcServicesImpl getServerRpc() {
        return (GrpcServicesImpl)
                DurableVotes.unwrap(getServer().getRaftServer().getServerRpc());
    }

    /** There is something to send: entries, a commit, or after an answer. Sends it on this thread. Never blocks for long. */
    @Override
    public void notifyLogAppender() {
        drive(false);
    }

    /** The heartbeat is left to the daemon: who triggers it reads the call id only after this has returned. */
    @Override
    public void triggerHeartbeat() {
        heartbeatWanted = true;
        wakeDaemon();
    }

    private void wakeDaemon() {
        daemonWanted = true;
        signal.signal();
    }

    @Override
    public AwaitForSignal getEventAwaitForSignal() {
        return signal;
    }

    @Override
    public RaftPeerId getFollowerId() {
        return getFollower().getId();
    }

    /** A connection stands. Any thread. */
    @Override
    public void up() {
        inbox.add(() -> {
            failures = 0;
            backOffUntilNanos = System.nanoTime();
        });
        drive(false);
    }

    /** An answer came. Any thread. */
    @Override
    public void answered(Answer answer) {
        inbox.add(() -> take(answer));
        drive(false);
    }

    /** The connection was lost, and with it what it carried. Any thread. */
    @Override
    public void down() {
        snapshots.lost();
        inbox.add(() -> resend());
        drive(false);
    }

    /** The stock loop asks for its next request here. Daemon only: sends, and leaves the stock loop nothing to send. */
    @Override
    public @Nullable AppendEntriesRequestProto newAppendEntriesRequest(long callId, boolean heartbeat) {
        daemonWanted = false;
        drive(true);
        return null;
    }

    private void drive(boolean daemon) {
        if (notified.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            try {
                turn(daemon);
            } catch (IOException | RuntimeException e) {
                // Entries purged while they were read, or a log that closes. The daemon looks again.
                LOG.debug("{}: not sent: {}", this, e.toString());
                resend();
            }
            seen = notified.addAndGet(-seen);
        } while (seen != 0);
    }

    private void turn(boolean daemon) throws IOException {
        for (Runnable event = inbox.poll(); event != null; event = inbox.poll()) {
            event.run();
        }
        while (isRunning()) {
            AppendEntriesRequestProto request = next(daemon);
            if (request == null) {
                show();
                return;
            }
            send(CommitBound.of(request));
        }
    }

    private void show() {
        long lag = getRaftLog().getNextIndex() - 1 - getFollower().getMatchIndex();
        probe.appending(member, window.entries(), window.bytes(), Math.max(0, lag));
    }

    /** The daemon's loop, which ends with the leader's term or the follower. */
    @Override
    public void run() throws IOException {
        try {
            super.run();
        } finally {
            probe.appendingEnded(member);
        }
    }

    private @Nullable AppendEntriesRequestProto next(boolean daemon) throws IOException {
        if (getHeartbeatWaitTimeMs() <= 0) {
            heartbeatWanted = false;
            return super.newAppendEntriesRequest(callIds.getAndIncrement(), true);
        }
        if (window.isOverdue(ANSWER_MS_MAX)) {
            resend();
        }
        return mayRead(daemon) ? entries() : commit();
    }

    private AppendEntriesRequestProto entries() throws IOException {
        long from = getFollower().getNextIndex();
        List<LogEntryProto> entries = EntryBatch.read(getRaftLog(), from, requestBytesMax);
        return getLeaderState()
                .newAppendEntriesRequestProto(getFollower(), entries, getPrevious(from), callIds.getAndIncrement());
    }

    /** Whether entries are to be read now, by this thread. */
    private boolean mayRead(boolean daemon) {
        long behind = getRaftLog().getNextIndex() - getFollower().getNextIndex();
        if (behind <= 0) {
            return false;
        }
        boolean open = window.isOpen();
        if (!open && !windowFull) {
            probe.windowFull(member);
        }
        windowFull = !open;
        if (!open || isBackingOff()) {
            return false;
        }
        if (needsSnapshot()) {
            // The stock loop sends that.
            if (!daemon) {
                wakeDaemon();
            }
            return false;
        }
        if (!daemon && behind > INLINE_ENTRIES_MAX) {
            wakeDaemon();
            return false;
        }
        return true;
    }

    /** Asked by the stock loop, which then sends it and waits. */
    @Override
    public @Nullable SnapshotInfo shouldInstallSnapshot() {
        SnapshotInfo snapshot = super.shouldInstallSnapshot();
        if (snapshot == null) {
            snapshots.unneeded();
            return null;
        }
        return snapshots.mayTry() ? snapshot : null;
    }

    private boolean needsSnapshot() {
        FollowerInfo follower = getFollower();
        long next = follower.getNextIndex();
        if (next < getRaftLog().getStartIndex()) {
            return true;
        }
        if (getLeaderState().isFollowerBootstrapping(follower) && !follower.hasAttemptedToInstallSnapshot()) {
            return true;
        }
        return next > RaftLog.LEAST_VALID_LOG_INDEX
                && getPrevious(next) == null
                && next != follower.getSnapshotIndex() + 1;
    }

    /**
     * A request without entries that tells of a commit. It names as previous the entry that is committed, which the follower
     * has acknowledged, so that it takes the commit over as it comes and without another fsync.
     */
    private @Nullable AppendEntriesRequestProto commit() {
        long known =
                Math.min(getRaftLog().getLastCommittedIndex(), getFollower().getMatchIndex());
        if (known <= pushedCommit) {
            return null;
        }
        TermIndex previous = getRaftLog().getTermIndex(known);
        if (previous == null) {
            return null;
        }
        pushedCommit = known;
        return getLeaderState()
                .newAppendEntriesRequestProto(getFollower(), List.of(), previous, callIds.getAndIncrement());
    }

    private void send(AppendEntriesRequestProto request) throws IOException {
        int count = request.getEntriesCount();
        long callId = request.getServerRequest().getCallId();
        long firstIndex = count == 0 ? -1 : request.getEntries(0).getIndex();
        window.add(new Sent(
                callId,
                firstIndex,
                count,
                request.hasPreviousLog(),
                request.getSerializedSize(),
                Timestamp.currentTime()));
        carriesEntries = window.carriesEntries();
        if (count > 0) {
            getFollower().increaseNextIndex(firstIndex + count);
        }
        getFollower().updateLastRpcSendTime(count == 0);
        links.request(member, AppendFrames.request(request));
    }

    private void take(Answer answer) {
        if (answer.callId() < firstCallId) {
            // An answer to this leader's former self, of an earlier term.
            return;
        }
        Sent request = window.answered(answer.callId());
        carriesEntries = window.carriesEntries();
        AppendEntriesReplyProto reply = answer.reply();
        if (reply == null) {
            // Not taken, or to a request of another life of this member: no sign that there is a follower.
            if (request != null) {
                window.add(request);
                resend();
            }
            return;
        }
        snapshots.answered();
        FollowerInfo follower = getFollower();
        follower.updateLastRpcResponseTime();
        if (request != null) {
            follower.updateLastRespondedAppendEntriesSendTime(request.at());
            if (request.carriesEntries()) {
                probe.answered(member, request.at().elapsedTime().toLong(TimeUnit.NANOSECONDS));
            }
        }
        switch (reply.getResult()) {
            case SUCCESS -> succeeded(reply, request);
            case NOT_LEADER -> {
                if (isRunning()) {
                    // Leaves word for Ratis' event thread; without the division's monitor, which that thread may hold.
                    getLeaderState().onFollowerTerm(follower, reply.getTerm());
                }
            }
            case INCONSISTENCY -> inconsistent(reply, request);
            default -> LOG.warn("{}: an answer of an unknown kind: {}", this, reply.getResult());
        }
        getLeaderState().onAppendEntriesReply(this, reply);
    }

    private void succeeded(AppendEntriesReplyProto reply, @Nullable Sent request) {
        if (request != null && (request.carriesEntries() || request.checked())) {
            window.prove();
            failures = 0;
        }
        FollowerInfo follower = getFollower();
        follower.getErrorState().updateErrorCount(false);
        // Noted only: what Ratis does besides is for those who watch commits of followers, and nobody does here.
        follower.updateCommitIndex(reply.getFollowerCommit());
        if (follower.updateMatchIndex(reply.getMatchIndex())) {
            follower.updateNextIndex(reply.getMatchIndex() + 1);
            getLeaderState().onFollowerSuccessAppendEntries(follower);
        }
    }

    /** The follower lacks what the request builds on: everything is sent again from where it says. */
    private void inconsistent(AppendEntriesReplyProto reply, @Nullable Sent request) {
        if (request == null) {
            // Sent before the one that was refused first.
            return;
        }
        probe.inconsistent(member);
        window.giveUp();
        carriesEntries = false;
        pushedCommit = RaftLog.INVALID_LOG_INDEX;
        // A heartbeat speaks for the entry that would come next.
        long first =
                request.carriesEntries() ? request.firstIndex() : getFollower().getMatchIndex() + 1;
        long next = getNextIndexForInconsistency(first, reply.getNextIndex());
        LOG.debug("{}: the follower lacks what was sent; next index {}", this, next);
        getFollower().setNextIndex(next);
        if (++failures > 3) {
            backOff();
        }
    }

    /** What has no answer may be lost: it is sent again. */
    private void resend() {
        long firstIndex = window.giveUp();
        carriesEntries = false;
        pushedCommit = RaftLog.INVALID_LOG_INDEX;
        if (firstIndex >= 0) {
            probe.resent(member);
            getFollower().setNextIndex(Math.max(firstIndex, getFollower().getMatchIndex() + 1));
        }
        failed();
    }

    private void failed() {
        failures++;
        backOff();
    }

    private void backOff() {
        long ms = Math.min(BACK_OFF_MS_MIN << Math.min(failures, 10), BACK_OFF_MS_MAX);
        backOffUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        wakeDaemon();
    }

    private boolean isBackingOff() {
        return backOffUntilNanos - System.nanoTime() > 0;
    }

    /** The stock loop looks for a snapshot to send, and asks for a request, when this says so. */
    @Override
    public boolean shouldSendAppendEntries() {
        return daemonWanted || getHeartbeatWaitTimeMs() <= 0 || hasAppendEntries();
    }

    @Override
    public long getHeartbeatWaitTimeMs() {
        return heartbeatWanted ? 0 : super.getHeartbeatWaitTimeMs();
    }

    /** How long the stock loop sleeps, unless it is woken. */
    @Override
    public long getWaitTimeMs() {
        if (daemonWanted) {
            return isBackingOff() ? BACK_OFF_MS_MIN : 1;
        }
        long heartbeat = Math.max(1, getHeartbeatWaitTimeMs());
        return hasAppendEntries() ? Math.min(heartbeat, 20) : heartbeat;
    }

    @Override
    public boolean hasPendingDataRequests() {
        return carriesEntries;
    }

    @Override
    public long getCallId() {
        return callIds.get();
    }

    @Override
    public Comparator<Long> getCallIdComparator() {
        return Long::compare;
    }
}
