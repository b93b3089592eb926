package io.ensemble.bench.load;

import java.nio.ByteBuffer;
import java.util.List;

/** A request encoded once; sending it again means copying the bytes and patching xid and number. Immutable. */
final class RequestTemplate {
    private static final int DIGITS = 10;
    private static final int XID_OFFSET = 4;

    private final byte[] frame;
    /** Where the number's digits begin, or -1. */
    private final int numberOffset;

    /** Whether its answers count. */
    final boolean counted;

    private RequestTemplate(byte[] frame, int numberOffset, boolean counted) {
        this.frame = frame;
        this.numberOffset = numberOffset;
        this.counted = counted;
    }

    /** The templates of a pattern, in its order. */
    static List<RequestTemplate> of(Pattern pattern, String znode, byte[] data) {
        return pattern.operations().stream().map(each -> of(each, znode, data)).toList();
    }

    /** @param znode the connection's own znode; numbered operations go to its children */
    static RequestTemplate of(Operation operation, String znode, byte[] data) {
        String path = operation.numbered ? childPath(znode, 0) : znode;
        JuteOutput out = new JuteOutput().int32(0).int32(operation.opcode).string(path);
        int pathEnd = 4 + out.length();
        switch (operation) {
            case SET -> out.buffer(data).int32(-1);
            case GET -> out.bool(false);
            case CREATE -> out.buffer(data).openAcl().int32(0);
            case DELETE -> out.int32(-1);
            case SYNC -> {}
        }
        return new RequestTemplate(out.frame(), operation.numbered ? pathEnd - DIGITS : -1, operation.counted);
    }

    /** The path of a numbered child, as the template writes it. */
    static String childPath(String znode, long number) {
        byte[] digits = new byte[DIGITS];
        putDigits(ByteBuffer.wrap(digits), 0, number);
        return znode + "/" + new String(digits, java.nio.charset.StandardCharsets.US_ASCII);
    }

    int length() {
        return frame.length;
    }

    void put(ByteBuffer out, int xid, long number) {
        int start = out.position();
        out.put(frame);
        out.putInt(start + XID_OFFSET, xid);
        if (numberOffset >= 0) {
            putDigits(out, start + numberOffset, number);
        }
    }

    private static void putDigits(ByteBuffer out, int offset, long number) {
        long rest = number;
        for (int i = offset + DIGITS - 1; i >= offset; i--) {
            out.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
