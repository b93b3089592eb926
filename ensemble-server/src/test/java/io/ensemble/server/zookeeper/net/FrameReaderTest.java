package io.ensemble.server.zookeeper.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.server.zookeeper.ZkSettings;
import io.ensemble.server.zookeeper.net.FrameReader.Next;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int REQUEST_MAX = 64;
    private static final int SET_WATCHES_MAX = 128;
    private static final int SKIPPED_MAX = 256;
    private static final int[] OP_CODES = {OpCodes.GET_DATA, OpCodes.SET_WATCHES, OpCodes.SET_WATCHES_2};

    private final FrameReader frames =
            new FrameReader(new ZkSettings(REQUEST_MAX, SET_WATCHES_MAX, SKIPPED_MAX, 1, 0, 0, Set.of()));

    /** However the bytes are cut, the same frames come out, and those that are too large are passed over. */
    @Test
    void shouldFindFramesHoweverBytesAreCut() {
        long seed = Long.getLong("ensemble.seed", 7);
        Random random = new Random(seed);
        ByteBuf all = Unpooled.buffer();
        List<String> expected = new ArrayList<>();
        for (int xid = 0; xid < 2_000; xid++) {
            int length = 8 + random.nextInt(SKIPPED_MAX - 7);
            int opCode = OP_CODES[random.nextInt(OP_CODES.length)];
            all.writeInt(length).writeInt(xid).writeInt(opCode).writeZero(length - 8);
            boolean fits = length <= (opCode == OpCodes.GET_DATA ? REQUEST_MAX : SET_WATCHES_MAX);
            expected.add((fits ? "frame " : "too large ") + xid + " " + opCode);
        }

        List<String> found = new ArrayList<>();
        while (all.isReadable()) {
            frames.add(
                    UnpooledByteBufAllocator.DEFAULT,
                    all.readBytes(Math.min(all.readableBytes(), 1 + random.nextInt(90))));
            Next next = frames.next(false);
            while (next != Next.INCOMPLETE) {
                found.add(text(next));
                next = frames.next(false);
            }
            frames.trim();
        }

        assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void shouldRefuseLengthsAtTheirBounds() {
        assertThat(first(SKIPPED_MAX)).isEqualTo(Next.INCOMPLETE);
        assertThat(first(SKIPPED_MAX + 1)).isEqualTo(Next.ILLEGAL);
        assertThat(first(8)).isEqualTo(Next.INCOMPLETE);
        assertThat(first(7)).isEqualTo(Next.ILLEGAL);
        assertThat(first(-1)).isEqualTo(Next.ILLEGAL);
    }

    private Next first(int length) {
        frames.release();
        frames.add(UnpooledByteBufAllocator.DEFAULT, Unpooled.buffer().writeInt(length));
        return frames.next(false);
    }

    private String text(Next next) {
        if (next == Next.TOO_LARGE) {
            return "too large " + frames.xid() + " " + frames.opCode();
        }
        ByteBuf frame = frames.frame();
        return "frame " + frame.readInt() + " " + frame.readInt();
    }
}
