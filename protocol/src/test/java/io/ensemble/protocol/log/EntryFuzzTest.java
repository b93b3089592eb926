package io.ensemble.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;

/**
 * Whatever the bytes, the decoders either say that they are corrupt or give a value that writes back to the same bytes.
 * The checksum is put on by the test, or no input would ever get behind it.
 */
class EntryFuzzTest {
    private final EntryCodec codec = new EntryCodec(0xC1C2_C3C4_C5C6_C7C8L);

    @FuzzTest
    void entryWithoutItsChecksum(byte[] body) {
        byte[] bytes = sealed(body);
        Entry entry;
        try {
            entry = codec.decode(ByteBuffer.wrap(bytes));
        } catch (CorruptDataException expected) {
            return;
        }
        assertThat(Entries.encode(codec, entry)).isEqualTo(bytes);
    }

    @FuzzTest
    void batchWithoutItsChecksum(byte[] body) {
        byte[] bytes = sealed(body);
        Part.Batch batch;
        try {
            batch = BatchCodec.decode(new EncodedPart.Batch(0, 0, 0, 1, bytes));
        } catch (CorruptDataException expected) {
            return;
        }
        assertThat(BatchCodec.encode(batch).bytes()).isEqualTo(bytes);
    }

    private static byte[] sealed(byte[] body) {
        return new ByteWriter(body.length + 4).raw(body).checksum().toBytes();
    }
}
