package io.ensemble.server.consensus.transport;

import io.ensemble.server.consensus.MemberAddress;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.protocol.RaftServerAsynchronousProtocol;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two ends of the log's replication in one member: what the leaders' requests become here, and whom the answers to its
 * own requests are for. Thread-safe.
 */
public final class AppendTransport implements LogLinks.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(AppendTransport.class);

    private final LogLinks links;
    private final DurableTerms terms;
    private final RaftPeerId self;
    private final ToIntFunction<RaftPeerId> memberOf;
    private final Function<RaftPeer, MemberAddress> addressOf;
    private final AppendProbe probe;
    private final Appenders appenders = new Appenders();

    /** One series for all appenders, so that no answer to a former one is taken for an answer to its successor. */
    private final AtomicLong callIds = new AtomicLong(1);

    private volatile @Nullable Open open;

    /** What there is while requests are taken. */
    private record Open(RaftServerAsynchronousProtocol division, FsyncOrder fsyncs) {}

    /**
     * @param memberOf the number by which the links know a peer
     * @param addressOf where a peer is
     */
    public AppendTransport(
            LogLinks links,
            DurableTerms terms,
            RaftPeerId self,
            ToIntFunction<RaftPeerId> memberOf,
            Function<RaftPeer, MemberAddress> addressOf,
            AppendProbe probe) {
        this.probe = probe;
        this.links = links;
        this.terms = terms;
        this.self = self;
        this.memberOf = memberOf;
        this.addressOf = addressOf;
        links.attach(this);
    }

    DurableTerms terms() {
        return terms;
    }

    /**
     * From now on requests are taken; before, each is answered as failed, and sent again later. Once, after the start of
     * Ratis' server.
     */
    public void open(RaftServer.Division division) {
        UpdaterSignal.keep(division);
        open = new Open(
                (RaftServerAsynchronousProtocol) division,
                new FsyncOrder(() -> division.getRaftLog().getFlushIndex()));
    }

    /** Requests are answered as failed again. */
    public void close() {
        open = null;
    }

    DirectLogAppender newAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
        int member = memberOf.applyAsInt(follower.getId());
        if (!isFormerLife(server, follower.getId(), member)) {
            MemberAddress place = addressOf.apply(follower.getPeer());
            links.reach(member, place.host(), place.peerPort());
        }
        DirectLogAppender appender = new DirectLogAppender(server, state, follower, links, member, callIds, probe);
        appenders.put(member, appender);
        return appender;
    }

    /** Whether another life of the same number is a member now, and so has the connection. */
    private boolean isFormerLife(RaftServer.Division server, RaftPeerId peer, int member) {
        Collection<RaftPeer> current = server.getRaftConf().getCurrentPeers();
        return current.stream().noneMatch(each -> each.getId().equals(peer))
                && current.stream().anyMatch(each -> memberOf.applyAsInt(each.getId()) == member);
    }

    @Override
    public void requested(int from, byte[] bytes, LogLinks.Answer answer) throws IOException {
        AppendEntriesRequestProto request = AppendFrames.readRequest(bytes);
        long callId = request.getServerRequest().getCallId();
        ByteString requestor = request.getServerRequest().getRequestorId();
        if (!isFrom(from, requestor)) {
            LOG.warn("a request of the log under another's name: from={} name={}", from, requestor.toStringUtf8());
            answer(answer, callId, null);
            return;
        }
        ByteString addressee = request.getServerRequest().getReplyId();
        if (!RaftPeerId.valueOf(addressee).equals(self)) {
            // For the life that this member had before its folder was lost. No answer: that one is gone.
            LOG.debug("a request of the log for another than {}: {}", self, addressee.toStringUtf8());
            return;
        }
        Open now = open;
        if (now == null) {
            answer(answer, callId, null);
            return;
        }
        try {
            append(now, request, answer);
        } catch (IOException e) {
            // Ratis has logged it. The leader sends the request again, more slowly each time.
            answer(answer, callId, null);
        }
    }

    private boolean isFrom(int member, ByteString requestor) {
        try {
            return memberOf.applyAsInt(RaftPeerId.valueOf(requestor)) == member;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void append(Open now, AppendEntriesRequestProto request, LogLinks.Answer answer) throws IOException {
        long callId = request.getServerRequest().getCallId();
        // Its first part runs here: the order of requests is the order of this thread.
        CompletableFuture<AppendEntriesReplyProto> reply = now.division().appendEntriesAsync(request);
        if (reply.isCompletedExceptionally()) {
            // Nothing else fails at once: the leader's term could not be written.
            terms.failed("the term " + request.getLeaderTerm() + " of a new leader cannot be written");
            answer(answer, callId, null);
            return;
        }
        terms.followed(request.getLeaderTerm());
        (request.getEntriesCount() == 0 ? reply : now.fsyncs().after(reply))
                .whenComplete((done, error) -> answer(answer, callId, error == null ? done : null));
    }

    private static void answer(LogLinks.Answer answer, long callId, @Nullable AppendEntriesReplyProto reply) {
        try {
            answer.send(AppendFrames.answer(callId, reply));
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void answered(int member, byte[] bytes) throws IOException {
        appenders.answered(member, AppendFrames.readAnswer(bytes));
    }

    @Override
    public void up(int member) {
        appenders.up(member);
    }

    @Override
    public void down(int member) {
        appenders.down(member);
    }
}
