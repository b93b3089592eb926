package io.ensemble.protocol.zookeeper;

/**
 * What every reply and event begins with.
 *
 * @param zxid of the state that the reply shows; of the change for an event
 * @param err 0, or the number of an error code: then there is no body
 */
public record ReplyHeader(int xid, long zxid, int err) {
    /** Bytes on the wire. */
    public static final int BYTES = 16;
}
