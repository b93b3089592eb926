package io.ensemble.protocol.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ensemble.protocol.log.ByteWriter;
import io.ensemble.protocol.log.CorruptDataException;
import java.nio.ByteBuffer;

/** Whatever the bytes, they are corrupt or write back to the same; the checksum is put on by the test. */
class PeerFuzzTest {
    private final PeerCodec codec = new PeerCodec(0xC1C2_C3C4_C5C6_C7C8L);

    @FuzzTest
    void messageWithoutItsChecksum(byte[] body) {
        byte[] bytes = new ByteWriter(body.length + 4).raw(body).checksum().toBytes();
        PeerMessage message;
        try {
            message = codec.decode(ByteBuffer.wrap(bytes));
        } catch (CorruptDataException expected) {
            return;
        }
        assertThat(codec.encode(message)).isEqualTo(bytes);
    }

    @FuzzTest
    void helloWithoutItsChecksum(byte[] body) {
        byte[] bytes = new ByteWriter(body.length + 4).raw(body).checksum().toBytes();
        PeerHello hello;
        try {
            hello = codec.decodeHello(ByteBuffer.wrap(bytes));
        } catch (CorruptDataException expected) {
            return;
        }
        assertThat(codec.encode(hello)).isEqualTo(bytes);
    }
}
