package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.ConnectResponse;
import io.ensemble.protocol.zookeeper.ZkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What carries one connection's answers to its client. Confined to the connection's lane. What is written keeps its
 * order and stays unseen by the client until {@link #flush()}.
 */
public interface ZkChannel {

    void connectResponse(ConnectResponse response);

    /** @param err 0 or an error code's number */
    void reply(int xid, long zxid, int err, @Nullable ZkRecord body);

    /** @param type the number of the event's type */
    void event(int type, String path, long zxid);

    void flush();

    /** Bytes written that the client has not taken, whether flushed or not. */
    long unsentBytes();

    /** Closes; what was flushed still goes out, what was not is dropped. {@link ZkConnection#closed()} follows. */
    void close(String why);
}
