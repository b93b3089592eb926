package io.ensemble.server.consensus;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.util.ProtoUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the way open on which votes travel. Ratis connects to a member when it first asks it for a vote, which is when a
 * leader has just died: on a member that was started lately, connecting and loading took a fifth of a second, in which the
 * next member stood as well and split the vote. And after a failure its channel waits before it connects again, up to two
 * minutes, with nobody to shorten that. So each member asks each other one every second for a pre-vote in the
 * name of a member that there is not: it is refused before anything else is looked at, and changes nothing. Asked under the
 * own name it would make a leader look whether it still leads, and in an ensemble with an empty log it would be granted,
 * which holds elections up.
 *
 * <p>One daemon thread of its own, since each call waits for its answer; it loads a leader's classes first.
 */
final class VotePath implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VotePath.class);

    /** A member that has come back is reached again within this. */
    private static final long EVERY_MS = 1_000;

    /** No member's name: those are numbers. */
    private static final RaftPeerId NOBODY = RaftPeerId.valueOf("nobody");

    private final RaftServer.Division division;
    private final RaftServerRpc rpc;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread;

    VotePath(RaftServer.Division division) {
        this.division = division;
        this.rpc = division.getRaftServer().getServerRpc();
        this.thread = new Thread(this::run, "ensemble-vote-path");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        end.release();
    }

    private void run() {
        try {
            LOG.debug("{} classes of leaders loaded", LeaderClasses.load(division.getClass()));
            do {
                for (RaftPeer peer : division.getRaftConf().getCurrentPeers()) {
                    if (!peer.getId().equals(division.getId()) && end.availablePermits() == 0) {
                        ask(peer.getId());
                    }
                }
            } while (!end.tryAcquire(EVERY_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(RaftPeerId peer) {
        try {
            rpc.requestVote(fromNobody(peer));
        } catch (IOException | RuntimeException e) {
            LOG.debug("no way for votes to {}: {}", peer, e.toString());
            if (Status.fromThrowable(e).getCode() == Status.Code.UNAVAILABLE) {
                // It is down, or is starting: the next call is to connect at once. Where it only does not answer, the
                // connection may be in the midst of a snapshot, and is left alone.
                rpc.handleException(peer, new IOException(e), true);
            }
        }
    }

    private RequestVoteRequestProto fromNobody(RaftPeerId peer) {
        return RequestVoteRequestProto.newBuilder()
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(NOBODY.toByteString())
                        .setReplyId(peer.toByteString())
                        .setRaftGroupId(ProtoUtils.toRaftGroupIdProtoBuilder(
                                division.getGroup().getGroupId())))
                .setPreVote(true)
                .setCandidateTerm(0)
                .setCandidateLastEntry(TermIndexProto.newBuilder().setTerm(0).setIndex(-1))
                .build();
    }
}
