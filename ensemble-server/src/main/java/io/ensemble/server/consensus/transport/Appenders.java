package io.ensemble.server.consensus.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * Whom the answers of each member are for. While a member is taken back there are two lives of its number, which answer
 * over the same connection: what one of them says is no answer of the other, which may not have what this one has. A
 * leader that is elected in the midst of it has an appender for each, in any order. Thread-safe.
 */
final class Appenders {
    private final Map<RaftPeerId, Entry> byPeer = new ConcurrentHashMap<>();

    private record Entry(int member, Appender appender) {}

    /** One that waits for the answers of a follower. */
    interface Appender {
        RaftPeerId getFollowerId();

        boolean isRunning();

        void answered(AppendFrames.Answer answer);

        void up();

        void down();
    }

    /** From now on it is its follower's. A leader that begins anew, in a later term, replaces its former self. */
    void put(int member, Appender appender) {
        byPeer.values().removeIf(former -> !former.appender.isRunning());
        byPeer.put(appender.getFollowerId(), new Entry(member, appender));
    }

    void answered(int member, AppendFrames.Answer answer) {
        AppendEntriesReplyProto reply = answer.reply();
        if (reply == null) {
            // Only the number of the call says whose it is: they are of one series, so the other does not know it.
            each(member, appender -> appender.answered(answer));
            return;
        }
        Entry of = byPeer.get(RaftPeerId.valueOf(reply.getServerReply().getReplyId()));
        if (of != null && of.member == member) {
            of.appender.answered(answer);
        }
    }

    void up(int member) {
        each(member, Appender::up);
    }

    void down(int member) {
        each(member, Appender::down);
    }

    private void each(int member, Consumer<Appender> action) {
        byPeer.values().forEach(entry -> {
            if (entry.member == member) {
                action.accept(entry.appender);
            }
        });
    }
}
