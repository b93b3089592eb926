package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.ReadModel;
import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.command.Op;

/** What a client and a member say to each other. Immutable. */
public sealed interface Message {

    /** From a client. */
    sealed interface ToMember extends Message {}

    /** From a member. */
    sealed interface ToClient extends Message {}

    /** Asks for a session: a new one where the id is 0. */
    record Connect(long sessionId, byte[] password, int timeoutMs, long lastZxidSeen) implements ToMember {}

    /** A write. */
    record Write(int xid, Op op) implements ToMember {}

    /** A read, which may arm a watch. */
    record Read(int xid, ReadModel.Kind kind, String path, boolean watch) implements ToMember {}

    /** A barrier. {@code floor} is for the checks: the newest zxid applied anywhere when it was sent. */
    record Sync(int xid, long floor) implements ToMember {}

    /** Arms a persistent watch. */
    record AddWatch(int xid, String path, Kind kind) implements ToMember {}

    /** Takes a persistent watch away. */
    record RemoveWatch(int xid, String path, Kind kind) implements ToMember {}

    /** A sign of life. */
    record Ping() implements ToMember {}

    /** The session is the connection's. */
    record Connected(long sessionId, byte[] password, int timeoutMs) implements ToClient {}

    /** There is no such session. */
    record Expired() implements ToClient {}

    /** The answer to the request of this number; {@code ok} where a write had its effect. */
    record Reply(int xid, long zxid, boolean ok, String text) implements ToClient {}

    /** A watch fired. */
    record Event(EventType type, String path, long zxid) implements ToClient {}

    /** The answer to a ping. */
    record Pong(long zxid) implements ToClient {}

    /** The connection is closed from the sending side. */
    record Fin() implements ToMember, ToClient {}
}
