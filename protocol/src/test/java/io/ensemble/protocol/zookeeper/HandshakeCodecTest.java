package io.ensemble.protocol.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class HandshakeCodecTest {
    private static final byte[] PASSWORD = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    @Test
    void shouldTakeBothLengthsOfRequest() throws MarshallingException {
        for (Boolean readOnly : new Boolean[] {null, true, false}) {
            ConnectRequest request = new ConnectRequest(0, 9, 30_000, 77, PASSWORD, readOnly);
            ByteBuf bytes = Unpooled.buffer();
            HandshakeCodec.encode(request, bytes);

            assertThat(bytes.readableBytes()).isEqualTo(readOnly == null ? 44 : 45);
            assertThat(HandshakeCodec.decodeRequest(bytes))
                    .usingRecursiveComparison()
                    .isEqualTo(request);
        }
    }

    @Test
    void shouldAnswerWithReadOnlyByteOnlyWhereItWasSent() throws MarshallingException {
        for (Boolean readOnly : new Boolean[] {null, false}) {
            ConnectResponse response = new ConnectResponse(0, 30_000, 77, PASSWORD, readOnly);
            ByteBuf bytes = Unpooled.buffer();
            HandshakeCodec.encode(response, bytes);

            assertThat(bytes.readInt()).isEqualTo(readOnly == null ? 36 : 37).isEqualTo(bytes.readableBytes());
            assertThat(HandshakeCodec.decodeResponse(bytes))
                    .usingRecursiveComparison()
                    .isEqualTo(response);
        }
    }

    @Test
    void shouldSayExpiredWithZeros() {
        ByteBuf bytes = Unpooled.buffer();
        HandshakeCodec.encode(ConnectResponse.expired(null), bytes);

        ByteBuf expected =
                Unpooled.buffer().writeInt(36).writeZero(16).writeInt(16).writeZero(16);
        assertThat(bytes).isEqualTo(expected);
    }

    @Test
    void shouldRefusePasswordLongerThanFrame() {
        ByteBuf bytes = Unpooled.buffer().writeZero(24).writeInt(1 << 30);

        assertThatThrownBy(() -> HandshakeCodec.decodeRequest(bytes)).isInstanceOf(MarshallingException.class);
    }
}
