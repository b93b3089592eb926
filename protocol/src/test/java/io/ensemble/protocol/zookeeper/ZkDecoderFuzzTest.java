package io.ensemble.protocol.zookeeper;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Whatever bytes come in, a decoder gives a record or a MarshallingException, and what it gives can be written and read
 * again. {@code JAZZER_FUZZ=1} searches; without it the kept inputs are tried.
 */
class ZkDecoderFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void requests(byte[] bytes) throws MarshallingException {
        ZkRequest request;
        try {
            request = RequestReader.decode(Unpooled.wrappedBuffer(bytes));
        } catch (MarshallingException e) {
            return;
        }
        ByteBuf written = Unpooled.buffer();
        RequestWriter.encode(request, written);
        ZkRequest again = RequestReader.decode(written.skipBytes(4));
        ByteBuf rewritten = Unpooled.buffer();
        RequestWriter.encode(again, rewritten);
        if (!(request.op() instanceof ZkOp.Malformed) && !rewritten.skipBytes(4).equals(written.readerIndex(4))) {
            throw new AssertionError("not the same again: " + request);
        }
    }

    @FuzzTest(maxDuration = "30s")
    void handshakes(byte[] bytes) {
        try {
            HandshakeCodec.decodeRequest(Unpooled.wrappedBuffer(bytes));
            HandshakeCodec.decodeResponse(Unpooled.wrappedBuffer(bytes));
        } catch (MarshallingException e) {
            // An answer, too.
        }
    }

    @FuzzTest(maxDuration = "30s")
    void replies(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        try {
            int opCode = Jute.readInt(in);
            ReplyReader.readHeader(in);
            ReplyReader.readBody(opCode, in);
        } catch (MarshallingException e) {
            // An answer, too.
        }
    }
}
