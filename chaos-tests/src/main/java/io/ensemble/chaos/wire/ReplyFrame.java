package io.ensemble.chaos.wire;

/**
 * One frame from the server after the handshake: the reply header's three fields and what follows them. An event is such
 * a frame too, under {@link #EVENT_XID}.
 */
public record ReplyFrame(int xid, long zxid, int err, byte[] body) {
    public static final int EVENT_XID = -1;
    public static final int PING_XID = -2;
    public static final int AUTH_XID = -4;
    public static final int SET_WATCHES_XID = -8;

    private static final int HEADER_BYTES = 16;

    /** Takes a frame's content, without its length, apart. */
    public static ReplyFrame read(byte[] frame) {
        JuteReader in = new JuteReader(frame);
        int xid = in.int32();
        long zxid = in.int64();
        int err = in.int32();
        byte[] body = new byte[frame.length - HEADER_BYTES];
        System.arraycopy(frame, HEADER_BYTES, body, 0, body.length);
        return new ReplyFrame(xid, zxid, err, body);
    }

    public boolean isEvent() {
        return xid == EVENT_XID;
    }
}
