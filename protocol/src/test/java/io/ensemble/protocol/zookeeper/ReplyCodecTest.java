package io.ensemble.protocol.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyCodecTest {

    static List<Samples.Body> bodies() {
        return Samples.bodies();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void shouldReadWhatWasWritten(Samples.Body body) throws MarshallingException {
        ByteBuf out = Unpooled.buffer();
        ReplyWriter.encode(3, 4, 0, body.record(), out);

        assertThat(out.readInt()).isEqualTo(out.readableBytes());
        assertThat(ReplyReader.readHeader(out)).isEqualTo(new ReplyHeader(3, 4, 0));
        assertThat(ReplyReader.readBody(body.opCode(), out))
                .usingRecursiveComparison()
                .isEqualTo(body.record());
        assertThat(out.isReadable()).isFalse();
    }

    @Test
    void shouldWriteErrorWithoutBody() {
        ByteBuf out = Unpooled.buffer();
        ReplyWriter.encode(1, 2, -101, null, out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("00000010" + "00000001" + "0000000000000002" + "ffffff9b");
    }

    @Test
    void shouldWriteFailedMultiAsZooKeeperDoes() {
        ByteBuf out = Unpooled.buffer();
        ZkRecord failed =
                new ZkRecord.MultiReply(List.of(new ZkRecord.MultiResult(OpCodes.ERROR, new ZkRecord.ErrorReply(-2))));
        ReplyWriter.encode(1, 2, 0, failed, out);

        assertThat(ByteBufUtil.hexDump(out, 20, out.readableBytes() - 20))
                .isEqualTo("ffffffff" + "00" + "fffffffe" + "fffffffe" + "ffffffff" + "01" + "ffffffff");
    }

    @Test
    void shouldWriteEvent() throws MarshallingException {
        ByteBuf out = Unpooled.buffer();
        ReplyWriter.encodeEvent(4, "/p", 77, out);

        assertThat(out.readInt()).isEqualTo(out.readableBytes());
        assertThat(ReplyReader.readHeader(out)).isEqualTo(new ReplyHeader(-1, 77, 0));
        assertThat(ReplyReader.readEvent(out)).isEqualTo(new WatcherEvent(4, 3, "/p"));
    }
}
