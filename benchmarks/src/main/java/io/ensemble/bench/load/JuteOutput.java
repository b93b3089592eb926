package io.ensemble.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes ZooKeeper's records (jute) into a frame with its length before it. Confined to its user. */
final class JuteOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    JuteOutput int32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
        return this;
    }

    JuteOutput int64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
        return this;
    }

    JuteOutput bool(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    JuteOutput buffer(byte[] value) {
        int32(value.length);
        bytes.writeBytes(value);
        return this;
    }

    JuteOutput string(String value) {
        return buffer(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Everybody may do everything. */
    JuteOutput openAcl() {
        return int32(1).int32(31).string("world").string("anyone");
    }

    int length() {
        return bytes.size();
    }

    /** The frame: four bytes of length, then what was written. */
    byte[] frame() {
        return ByteBuffer.allocate(4 + bytes.size())
                .putInt(bytes.size())
                .put(bytes.toByteArray())
                .array();
    }
}
