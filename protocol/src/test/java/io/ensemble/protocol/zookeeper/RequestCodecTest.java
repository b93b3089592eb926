package io.ensemble.protocol.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestCodecTest {

    static List<ZkOp> ops() {
        return Samples.ops();
    }

    @ParameterizedTest
    @MethodSource("ops")
    void shouldReadWhatWasWritten(ZkOp op) throws MarshallingException {
        ByteBuf frame = Unpooled.buffer();
        RequestWriter.encode(new ZkRequest(-8, op), frame);

        assertThat(frame.readInt()).isEqualTo(frame.readableBytes());
        ZkRequest read = RequestReader.decode(frame);

        assertThat(read.xid()).isEqualTo(-8);
        assertThat(read.op()).usingRecursiveComparison().isEqualTo(op);
        assertThat(read.op()).hasSameClassAs(op);
        assertThat(frame.isReadable()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ops")
    void shouldCallEveryShorterBodyMalformedOrReadIt(ZkOp op) throws MarshallingException {
        ByteBuf whole = Unpooled.buffer();
        RequestWriter.encode(new ZkRequest(5, op), whole);
        for (int length = 8; length < whole.readableBytes() - 4; length++) {
            ZkRequest read = RequestReader.decode(whole.slice(4, length));

            assertThat(read.op().opCode()).isEqualTo(op.opCode());
            assertThat(read.op()).isInstanceOf(ZkOp.Malformed.class);
        }
    }

    @Test
    void shouldRefuseFrameWithoutHeader() {
        assertThatThrownBy(
                        () -> RequestReader.decode(Unpooled.buffer().writeInt(1).writeShort(0)))
                .isInstanceOf(MarshallingException.class);
    }

    @Test
    void shouldNotBelieveLengths() throws MarshallingException {
        for (int length : new int[] {Integer.MAX_VALUE, 1 << 28, 17, -2, Integer.MIN_VALUE}) {
            ByteBuf frame = Unpooled.buffer().writeInt(1).writeInt(OpCodes.SET_WATCHES);
            frame.writeLong(0).writeInt(length).writeZero(16);

            assertThat(RequestReader.decode(frame).op().opCode()).isEqualTo(OpCodes.SET_WATCHES);
        }
    }

    @Test
    void shouldReadNegativeCountAsEmptyList() throws MarshallingException {
        ByteBuf frame = Unpooled.buffer().writeInt(1).writeInt(OpCodes.SET_WATCHES);
        frame.writeLong(7).writeInt(-5).writeInt(0).writeInt(-2);

        assertThat(RequestReader.decode(frame).op())
                .isEqualTo(new ZkOp.SetWatches(
                        OpCodes.SET_WATCHES, 7, List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void shouldRefuseMultiOfReadsAndWrites() throws MarshallingException {
        ZkOp.GetData read = new ZkOp.GetData("/a", false);
        ZkOp.Delete write = new ZkOp.Delete("/a", -1);

        assertThat(reread(new ZkOp.Multi(OpCodes.MULTI, List.of(read)))).isEqualTo(new ZkOp.Malformed(OpCodes.MULTI));
        assertThat(reread(new ZkOp.Multi(OpCodes.MULTI, List.of(write, read))))
                .isEqualTo(new ZkOp.Malformed(OpCodes.MULTI));
        assertThat(reread(new ZkOp.Multi(OpCodes.MULTI_READ, List.of(read, write))))
                .isEqualTo(new ZkOp.Malformed(OpCodes.MULTI_READ));
    }

    private static ZkOp reread(ZkOp op) throws MarshallingException {
        ByteBuf frame = Unpooled.buffer();
        RequestWriter.encode(new ZkRequest(1, op), frame);
        return RequestReader.decode(frame.skipBytes(4)).op();
    }
}
