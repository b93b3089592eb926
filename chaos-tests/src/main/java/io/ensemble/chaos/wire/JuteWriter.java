package io.ensemble.chaos.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the primitives that ZooKeeper's records are made of, big-endian, into memory. One thread. */
public final class JuteWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    public JuteWriter int32(int value) {
        return written(() -> out.writeInt(value));
    }

    public JuteWriter int64(long value) {
        return written(() -> out.writeLong(value));
    }

    public JuteWriter bool(boolean value) {
        return written(() -> out.writeBoolean(value));
    }

    /** Length and bytes; null is length -1. */
    public JuteWriter buffer(byte @Nullable [] value) {
        return value == null ? int32(-1) : int32(value.length).raw(value);
    }

    /** Length and UTF-8; null is length -1. */
    public JuteWriter string(@Nullable String value) {
        return buffer(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /** Count and elements; null is count -1. */
    public <T> JuteWriter vector(@Nullable List<T> values, BiConsumer<JuteWriter, T> element) {
        if (values == null) {
            return int32(-1);
        }
        int32(values.size());
        values.forEach(value -> element.accept(this, value));
        return this;
    }

    public JuteWriter strings(@Nullable List<String> values) {
        return vector(values, JuteWriter::string);
    }

    public JuteWriter acls(@Nullable List<WireAcl> values) {
        return vector(
                values,
                (writer, acl) -> writer.int32(acl.perms()).string(acl.scheme()).string(acl.id()));
    }

    /** These bytes as they are. */
    public JuteWriter raw(byte[] value) {
        return written(() -> out.write(value));
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private JuteWriter written(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("a write to memory failed", e);
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
