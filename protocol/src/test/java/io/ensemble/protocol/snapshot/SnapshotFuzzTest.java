package io.ensemble.protocol.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.state.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes behind good checksums are, they are called corrupt, or are the state that they say. */
class SnapshotFuzzTest {
    private static final int ROUNDS = 20_000;

    @Test
    void shouldReadOrRefuseAnyContent() throws IOException {
        long seed = Long.getLong("ensemble.seed", 1);
        Random random = new Random(seed);
        byte[] content = content(SnapshotCodecTest.smallState());
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutated = mutate(content, random);
            try {
                State state = SnapshotCodec.readState(new ByteArrayInputStream(blocks(mutated)));
                assertThat(state.recomputeDigest())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(state.digest());
                read++;
            } catch (CorruptDataException expected) {
                assertThat(expected).hasMessageContaining("snapshot");
            }
        }
        assertThat(read).as("seed %d", seed).isLessThan(ROUNDS);
    }

    private static byte[] mutate(byte[] content, Random random) {
        byte[] mutated = content.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    private static byte[] content(State state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlockOutput out = new BlockOutput(bytes);
        new StateWriter(out).write(state);
        out.end();
        byte[] all = bytes.toByteArray();
        int length = all.length - 4 * Integer.BYTES; // one block, and the end
        byte[] content = new byte[length];
        System.arraycopy(all, Integer.BYTES, content, 0, length);
        return content;
    }

    private static byte[] blocks(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlockOutput out = new BlockOutput(bytes);
        for (byte value : content) {
            out.putByte(value);
        }
        out.end();
        return bytes.toByteArray();
    }
}
