package io.ensemble.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.command.Command;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryCodecPropertyTest {
    private final long seed = RandomEntries.seed();
    private final RandomEntries random = new RandomEntries(seed);
    private final EntryCodec codec = new EntryCodec(0x0123_4567_89AB_CDEFL);

    @Test
    void shouldReadBackWhatWasWritten() {
        for (int i = 0; i < 1000; i++) {
            Entry entry = random.entry();

            byte[] bytes = Entries.encode(codec, entry);
            Entry back = codec.decode(ByteBuffer.wrap(bytes));

            if (i < 100) {
                assertThat(back).as("seed %d", seed).usingRecursiveComparison().isEqualTo(entry);
            }
            assertThat(Entries.encode(codec, back)).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @Test
    void shouldReadFromEveryKindOfBuffer() {
        byte[] bytes = Entries.encode(codec, random.entry());
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 7);
        direct.position(3).put(bytes, 0, bytes.length).flip().position(3);
        ByteBuffer within = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 5), 0, bytes.length);

        for (ByteBuffer buffer : List.of(
                direct,
                direct.asReadOnlyBuffer(),
                within,
                ByteBuffer.wrap(bytes).asReadOnlyBuffer())) {
            int position = buffer.position();

            Entry back = codec.decode(buffer);

            assertThat(Entries.encode(codec, back)).as("seed %d", seed).isEqualTo(bytes);
            assertThat(buffer.position()).isEqualTo(position);
        }
    }

    @Test
    void shouldSeeEveryTruncationAndEveryFlippedBit() {
        for (int i = 0; i < 3; i++) {
            byte[] bytes = Entries.encode(codec, random.entry());
            for (int length = 0; length < bytes.length; length++) {
                assertCorrupt(Arrays.copyOf(bytes, length));
            }
            assertCorrupt(Arrays.copyOf(bytes, bytes.length + 1));
            for (int bit = 0; bit < 8 * bytes.length; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertCorrupt(flipped);
            }
        }
    }

    @Test
    void shouldSeeEveryTruncationAndFlippedBitOfBatch() {
        for (int i = 0; i < 3; i++) {
            EncodedPart.Batch batch = BatchCodec.encode(random.batch());
            byte[] bytes = batch.bytes();
            assertThat(BatchCodec.received(batch.attempt(), bytes)).isEqualTo(batch);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertCorruptBatch(cut);
            }
            for (int bit = 0; bit < 8 * bytes.length; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertCorruptBatch(flipped);
            }
        }
    }

    @Test
    void shouldNeverTakeMoreThanItsBound() {
        for (int i = 0; i < 1000; i++) {
            Part.Batch batch = random.batch();
            EncodedPart.Batch encoded = BatchCodec.encode(batch);

            long bound = batch.identities().stream()
                            .mapToLong(each -> BatchCodec.bytesMax(new Command.RaiseRules(1), each))
                            .sum()
                    + batch.commands().stream()
                            .mapToLong(each -> BatchCodec.bytesMax(each, TestIdentities.NONE))
                            .sum()
                    + BatchCodec.bytesMax(new Command.RaiseRules(1), TestIdentities.NONE);

            assertThat((long) encoded.bytes().length).as("seed %d", seed).isLessThanOrEqualTo(bound);
        }
    }

    private void assertCorrupt(byte[] bytes) {
        assertCorrupt(() -> codec.decode(ByteBuffer.wrap(bytes)));
    }

    private void assertCorruptBatch(byte[] bytes) {
        assertCorrupt(() -> BatchCodec.received(1, bytes));
    }

    /** Without AssertJ: there are tens of thousands of them. */
    private void assertCorrupt(Runnable decoding) {
        try {
            decoding.run();
        } catch (CorruptDataException expected) {
            return;
        }
        throw new AssertionError("accepted damaged bytes, seed " + seed);
    }
}
