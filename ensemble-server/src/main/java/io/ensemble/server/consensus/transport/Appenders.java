package io.ensemble.server.consensus.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;

/**
 * Whom the answers of each member are for. Two lives of one number answer over the same connection: what one of them says is
 * no answer of the other, which may not have what this one has. Thread-safe.
 */
final class Appenders {
    private final Map<Integer, Appender> byMember = new ConcurrentHashMap<>();

    /** One that waits for the answers of a follower. */
    interface Appender {
        RaftPeerId getFollowerId();

        void answered(AppendFrames.Answer answer);

        void up();

        void down();
    }

    /** From now on it is this one's member. A leader that begins anew, in a later term, replaces its former self. */
    void put(int member, Appender appender) {
        byMember.put(member, appender);
    }

    void answered(int member, AppendFrames.Answer answer) {
        Appender appender = byMember.get(member);
        if (appender != null && isFrom(appender.getFollowerId(), answer.reply())) {
            appender.answered(answer);
        }
    }

    private static boolean isFrom(RaftPeerId follower, @Nullable AppendEntriesReplyProto reply) {
        return reply == null
                || RaftPeerId.valueOf(reply.getServerReply().getReplyId()).equals(follower);
    }

    void up(int member) {
        Appender appender = byMember.get(member);
        if (appender != null) {
            appender.up();
        }
    }

    void down(int member) {
        Appender appender = byMember.get(member);
        if (appender != null) {
            appender.down();
        }
    }
}
