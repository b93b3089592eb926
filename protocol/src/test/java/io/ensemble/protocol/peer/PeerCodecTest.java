package io.ensemble.protocol.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.protocol.log.BatchCodec;
import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.RandomEntries;
import io.ensemble.protocol.peer.PeerMessage.Forward;
import io.ensemble.protocol.peer.PeerMessage.KeepAlive;
import io.ensemble.protocol.peer.PeerMessage.Reject;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerCodecTest {
    private final long seed = RandomEntries.seed();
    private final RandomEntries random = new RandomEntries(seed);
    private final PeerCodec codec = new PeerCodec(7);

    @Test
    void shouldReadBackMessages() {
        for (PeerMessage message : messages()) {
            PeerMessage back = codec.decode(ByteBuffer.wrap(codec.encode(message)));

            assertThat(back).as("seed %d", seed).usingRecursiveComparison().isEqualTo(message);
        }
    }

    @Test
    void shouldSeeEveryTruncationAndEveryFlippedBit() {
        for (PeerMessage message : messages()) {
            assertEveryDamageIsSeen(codec.encode(message), bytes -> codec.decode(ByteBuffer.wrap(bytes)));
        }
    }

    @Test
    void shouldReadBackHelloAndSeeEveryDamage() {
        PeerHello hello = new PeerHello(1, 2, -3, 4);
        byte[] bytes = codec.encode(hello);

        assertThat(codec.decodeHello(ByteBuffer.wrap(bytes))).isEqualTo(hello);
        assertThat(bytes).hasSize(PeerCodec.HELLO_BYTES);
        assertEveryDamageIsSeen(bytes, damaged -> codec.decodeHello(ByteBuffer.wrap(damaged)));
    }

    @Test
    void shouldRefuseHelloOfAnotherCluster() {
        byte[] bytes = new PeerCodec(8).encode(new PeerHello(1, 2, 3, 4));

        assertThatThrownBy(() -> codec.decodeHello(ByteBuffer.wrap(bytes)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("of cluster 0000000000000008, and this one is 0000000000000007");
    }

    @Test
    void shouldStayWithinItsBounds() {
        EncodedPart.Batch batch = BatchCodec.encode(random.batch());
        List<KeepAlive> keepAlives = List.of(new KeepAlive(-1, -1), new KeepAlive(Long.MIN_VALUE, -2));

        byte[] bytes = codec.encode(new Forward(-1, batch, keepAlives));

        assertThat(bytes.length)
                .isLessThanOrEqualTo(PeerCodec.OVERHEAD_BYTES + batch.bytes().length + 2 * PeerCodec.KEEP_ALIVE_BYTES);
    }

    @Test
    void shouldNotForwardLeadersOwnCommand() {
        Forward forward = new Forward(1, new EncodedPart.Leader(new Part.ExpireSession(1, 1)), List.of());

        assertThatThrownBy(() -> codec.encode(forward)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<PeerMessage> messages() {
        List<PeerMessage> messages = new ArrayList<>(List.of(
                new Reject(random.number(), 3, null),
                new Reject(1, 0, ""),
                new Reject(2, -1, "not the leader"),
                new Forward(5, new EncodedPart.Hello(new Part.Hello(2, -7, 3)), keepAlives(2))));
        for (int i = 0; i < 5; i++) {
            messages.add(new Forward(random.number(), BatchCodec.encode(random.batch()), keepAlives(i)));
        }
        return messages;
    }

    private List<KeepAlive> keepAlives(int count) {
        List<KeepAlive> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(new KeepAlive(random.number(), random.number()));
        }
        return list;
    }

    private void assertEveryDamageIsSeen(byte[] bytes, java.util.function.Consumer<byte[]> decoder) {
        for (int length = 0; length < bytes.length; length++) {
            assertCorrupt(Arrays.copyOf(bytes, length), decoder);
        }
        assertCorrupt(Arrays.copyOf(bytes, bytes.length + 1), decoder);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertCorrupt(flipped, decoder);
        }
    }

    private void assertCorrupt(byte[] bytes, java.util.function.Consumer<byte[]> decoder) {
        assertThatThrownBy(() -> decoder.accept(bytes)).as("seed %d", seed).isInstanceOf(CorruptDataException.class);
    }
}
