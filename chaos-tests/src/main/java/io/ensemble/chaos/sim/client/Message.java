package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.ReadModel;
import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.command.Op;
import java.util.List;

/** What a client and a member say to each other. Immutable. */
public sealed interface Message {

    /** From a client. */
    sealed interface ToMember extends Message {}

    /** From a member. */
    sealed interface ToClient extends Message {}

    /** What is answered in its order, under its number. */
    sealed interface Request extends ToMember {
        int xid();
    }

    /** Asks for a session: a new one where the id is 0. */
    record Connect(long sessionId, byte[] password, int timeoutMs, long lastZxidSeen) implements ToMember {}

    /** A write. */
    record Write(int xid, Op op) implements Request {}

    /** A read, which may arm a watch. */
    record Read(int xid, ReadModel.Kind kind, String path, boolean watch) implements Request {}

    /** A barrier. {@code floor} is for the checks: the newest zxid applied anywhere when it was sent. */
    record Sync(int xid, long floor) implements Request {}

    /** Arms a persistent watch. */
    record AddWatch(int xid, String path, Kind kind) implements Request {}

    /** Takes a persistent watch away. */
    record RemoveWatch(int xid, String path, Kind kind) implements Request {}

    /** What a client that comes back had watched, and the last zxid that it has seen. */
    record SetWatches(
            int xid,
            long seen,
            List<String> data,
            List<String> exist,
            List<String> child,
            List<String> persistent,
            List<String> recursive)
            implements Request {}

    /** A sign of life. */
    record Ping() implements ToMember {}

    /** The session is the connection's. */
    record Connected(long sessionId, byte[] password, int timeoutMs) implements ToClient {}

    /** There is no such session. */
    record Expired() implements ToClient {}

    /** The answer to the request of this number. */
    record Reply(int xid, long zxid, int err) implements ToClient {}

    /** A watch fired; {@code zxid} is -1 where it had fired while its client was away. */
    record Event(EventType type, String path, long zxid) implements ToClient {}

    /** The answer to a ping. */
    record Pong(long zxid) implements ToClient {}

    /** The connection is closed from the sending side. */
    record Fin() implements ToMember, ToClient {}
}
