package io.ensemble.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.command.Command.SessionOp;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private final EntryCodec codec = new EntryCodec(7);

    @Test
    void shouldRefuseEntryOfAnotherCluster() {
        byte[] bytes = new EntryCodec(8).encode(1, 2, 3, List.of());

        assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(bytes)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("of cluster 0000000000000008, and this one is 0000000000000007");
    }

    @Test
    void shouldNameUnknownVersion() {
        byte[] bytes = codec.encode(1, 2, 3, List.of());
        bytes[1] = 2;

        assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(bytes)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("format version 2, and only 1 is known");
    }

    @Test
    void shouldRefuseBytesAfterTheLastPartEvenWithRightChecksum() {
        byte[] bytes = codec.encode(1, 2, 3, List.of());
        byte[] longer = resealed(Arrays.copyOf(bytes, bytes.length + 1));

        assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(longer)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("bytes too many");
    }

    @Test
    void shouldNotAllocateByCountThatTheBytesCannotHold() {
        byte[] bytes = codec.encode(1, 2, 3, List.of());
        for (int count : new int[] {1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            ByteBuffer.wrap(bytes).putInt(34, count);
            byte[] sealed = resealed(bytes);

            assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(sealed))).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void shouldTellNullFromEmpty() {
        assertThat(roundTrip(null, null))
                .satisfies(c -> assertThat(c.data()).isNull())
                .satisfies(c -> assertThat(c.acl()).isNull());
        assertThat(roundTrip(new byte[0], List.of()))
                .satisfies(c -> assertThat(c.data()).isEmpty())
                .satisfies(c -> assertThat(c.acl()).isEmpty());
        assertThat(roundTrip(new byte[] {0}, List.of(new Acl(31, Id.ANYONE))))
                .satisfies(c -> assertThat(c.data()).containsExactly(0))
                .satisfies(c -> assertThat(c.acl()).containsExactly(new Acl(31, Id.ANYONE)));
    }

    @Test
    void shouldRefuseMultiWithinMulti() {
        Op nested = new Op.Multi(List.of(new Op.Multi(List.of())));

        assertThatThrownBy(() -> BatchCodec.encode(batch(nested))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKeepAttemptOutOfBatchBytes() {
        Part.Batch first = batch(new Op.Check("/a", 1));
        Part.Batch again = new Part.Batch(
                first.member(),
                first.incarnation(),
                first.number(),
                2,
                first.digest(),
                first.identities(),
                first.commands());

        assertThat(codec.encode(again).bytes()).isEqualTo(codec.encode(first).bytes());
        assertThat(codec.encode(again).attempt()).isEqualTo(2);
    }

    @Test
    void shouldSeeDamagedBatchInSoundEntry() {
        EncodedPart.Batch sound = codec.encode(batch(new Op.Check("/a", 1)));
        byte[] damaged = sound.bytes().clone();
        damaged[damaged.length - 6] ^= 1;
        EncodedPart part = new EncodedPart.Batch(1, 1, 1, 1, damaged);
        byte[] entry = codec.encode(1, 2, 3, List.of(part));

        assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(entry)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("batch in a log entry: checksum");
    }

    private Op.Create roundTrip(byte @Nullable [] data, @Nullable List<Acl> acl) {
        Part.Batch batch = batch(new Op.Create("/a", data, acl, CreateMode.CONTAINER, -1));
        Part.Batch back = BatchCodec.decode(codec.encode(batch));
        return (Op.Create) ((SessionOp) back.commands().get(0)).op();
    }

    private static Part.Batch batch(Op op) {
        return new Part.Batch(
                1, 1, 1, 1, null, List.of(TestIdentities.NONE), List.of(new SessionOp(1, 1, 0, 0, 0, op)));
    }

    private static byte[] resealed(byte[] bytes) {
        byte[] body = Arrays.copyOf(bytes, bytes.length - 4);
        return new ByteWriter(bytes.length).raw(body).checksum().toBytes();
    }
}
