package io.ensemble.chaos.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the primitives that ZooKeeper's records are made of; throws {@link MalformedRecordException}. One thread. */
public final class JuteReader {
    private final ByteBuffer in;

    public JuteReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    public int int32() {
        return read(ByteBuffer::getInt);
    }

    public long int64() {
        return read(ByteBuffer::getLong);
    }

    public boolean bool() {
        byte value = read(ByteBuffer::get);
        if (value != 0 && value != 1) {
            throw new MalformedRecordException("a boolean of " + value);
        }
        return value == 1;
    }

    public byte @Nullable [] buffer() {
        int length = int32();
        if (length == -1) {
            return null;
        }
        if (length < -1 || length > in.remaining()) {
            throw new MalformedRecordException("length " + length + " with " + in.remaining() + " bytes left");
        }
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    public @Nullable String string() {
        byte[] value = buffer();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    public <T> @Nullable List<T> vector(Function<JuteReader, T> element) {
        int count = int32();
        if (count == -1) {
            return null;
        }
        if (count < -1 || count > in.remaining()) {
            throw new MalformedRecordException("count " + count + " with " + in.remaining() + " bytes left");
        }
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(element.apply(this));
        }
        return values;
    }

    public @Nullable List<String> strings() {
        return vector(reader -> String.valueOf(reader.string()));
    }

    public @Nullable List<WireAcl> acls() {
        return vector(reader -> new WireAcl(reader.int32(), reader.string(), reader.string()));
    }

    public WireStat stat() {
        return new WireStat(
                int64(), int64(), int64(), int64(), int32(), int32(), int32(), int64(), int32(), int32(), int64());
    }

    /** Bytes not yet read. */
    public int remaining() {
        return in.remaining();
    }

    private <T> T read(Function<ByteBuffer, T> primitive) {
        try {
            return primitive.apply(in);
        } catch (BufferUnderflowException e) {
            throw new MalformedRecordException("ends too early");
        }
    }
}
