package io.ensemble.protocol.zookeeper;

import io.netty.buffer.ByteBuf;

/**
 * The two packets that a connection begins with; they have no header. The readOnly byte at the end of each is of
 * ZooKeeper 3.4: a client that does not send it (44 bytes instead of 45) does not get it (36 instead of 37).
 */
public final class HandshakeCodec {
    private HandshakeCodec() {}

    /** Reads the body of the first frame. */
    public static ConnectRequest decodeRequest(ByteBuf in) throws MarshallingException {
        int protocolVersion = Jute.readInt(in);
        long lastZxidSeen = Jute.readLong(in);
        int timeoutMs = Jute.readInt(in);
        long sessionId = Jute.readLong(in);
        byte[] password = Jute.readBytes(in);
        Boolean readOnly = in.isReadable() ? Boolean.valueOf(Jute.readBool(in)) : null;
        return new ConnectRequest(
                protocolVersion,
                lastZxidSeen,
                timeoutMs,
                sessionId,
                password == null ? new byte[0] : password,
                readOnly);
    }

    /** Writes the body of a client's first frame. */
    public static void encode(ConnectRequest request, ByteBuf out) {
        out.writeInt(request.protocolVersion());
        out.writeLong(request.lastZxidSeen());
        out.writeInt(request.timeoutMs());
        out.writeLong(request.sessionId());
        Jute.writeBytes(out, request.password());
        if (request.readOnly() != null) {
            out.writeBoolean(request.readOnly());
        }
    }

    /** Writes the answer, frame length included. */
    public static void encode(ConnectResponse response, ByteBuf out) {
        int lengthAt = ReplyWriter.beginFrame(out);
        out.writeInt(response.protocolVersion());
        out.writeInt(response.timeoutMs());
        out.writeLong(response.sessionId());
        Jute.writeBytes(out, response.password());
        if (response.readOnly() != null) {
            out.writeBoolean(response.readOnly());
        }
        ReplyWriter.endFrame(out, lengthAt);
    }

    /** Reads the body of a server's first frame. */
    public static ConnectResponse decodeResponse(ByteBuf in) throws MarshallingException {
        int protocolVersion = Jute.readInt(in);
        int timeoutMs = Jute.readInt(in);
        long sessionId = Jute.readLong(in);
        byte[] password = Jute.readBytes(in);
        Boolean readOnly = in.isReadable() ? Boolean.valueOf(Jute.readBool(in)) : null;
        return new ConnectResponse(
                protocolVersion, timeoutMs, sessionId, password == null ? new byte[0] : password, readOnly);
    }
}
