package io.ensemble.server.consensus.transport;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
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
    private final ToIntFunction<RaftPeerId> memberOf;
    private final Map<Integer, DirectLogAppender> appenders = new ConcurrentHashMap<>();
    private volatile @Nullable RaftServerAsynchronousProtocol division;

    /** @param memberOf the number by which the links know a peer */
    public AppendTransport(LogLinks links, DurableTerms terms, ToIntFunction<RaftPeerId> memberOf) {
        this.links = links;
        this.terms = terms;
        this.memberOf = memberOf;
    }

    DurableTerms terms() {
        return terms;
    }

    /** From now on requests are taken; before, each is answered as failed, and sent again later. */
    public void open(RaftServer.Division division) {
        this.division = (RaftServerAsynchronousProtocol) division;
        links.attach(this);
    }

    /** Requests are answered as failed again. */
    public void close() {
        division = null;
    }

    DirectLogAppender newAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
        int member = memberOf.applyAsInt(follower.getId());
        DirectLogAppender appender = new DirectLogAppender(server, state, follower, links, member);
        // A leader that begins anew, in a later term, replaces its former self.
        appenders.put(member, appender);
        return appender;
    }

    @Override
    public void requested(int from, byte[] bytes, LogLinks.Answer answer) throws IOException {
        AppendEntriesRequestProto request = AppendFrames.readRequest(bytes);
        long callId = request.getServerRequest().getCallId();
        ByteString requestor = request.getServerRequest().getRequestorId();
        if (memberOf.applyAsInt(RaftPeerId.valueOf(requestor)) != from) {
            LOG.warn("a request of the log under another's name: from={} name={}", from, requestor.toStringUtf8());
            answer(answer, callId, null);
            return;
        }
        RaftServerAsynchronousProtocol running = division;
        if (running == null) {
            answer(answer, callId, null);
            return;
        }
        try {
            // Its first part runs here: the order of requests is the order of this thread.
            var reply = running.appendEntriesAsync(request);
            terms.followed(request.getLeaderTerm());
            reply.whenComplete((done, error) -> answer(answer, callId, error == null ? done : null));
        } catch (IOException | RuntimeException e) {
            // Ratis has logged it. The leader sends the request again, more slowly each time.
            answer(answer, callId, null);
        }
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
        DirectLogAppender appender = appenders.get(member);
        if (appender != null) {
            appender.answered(AppendFrames.readAnswer(bytes));
        }
    }

    @Override
    public void up(int member) {
        DirectLogAppender appender = appenders.get(member);
        if (appender != null) {
            appender.notifyLogAppender();
        }
    }

    @Override
    public void down(int member) {
        DirectLogAppender appender = appenders.get(member);
        if (appender != null) {
            appender.down();
        }
    }
}
