package io.ensemble.server.consensus.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.ratis.thirdparty.com.google.protobuf.MessageLite;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/**
 * The log's requests and answers in bytes: a request is Ratis' own message; an answer is the request's call id (8 bytes),
 * then Ratis' message, or nothing where the request failed. Stateless.
 */
final class AppendFrames {
    private AppendFrames() {}

    /** A request that was refused by an exception has no reply. */
    record Answer(long callId, @Nullable AppendEntriesReplyProto reply) {}

    static LogLinks.Frame request(AppendEntriesRequestProto request) {
        return new Message(request);
    }

    static AppendEntriesRequestProto readRequest(byte[] bytes) throws InvalidProtocolBufferException {
        // The entries share the array: they go into the log's cache as they came.
        var in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        in.enableAliasing(true);
        return AppendEntriesRequestProto.parser().parseFrom(in);
    }

    static LogLinks.Frame answer(long callId, @Nullable AppendEntriesReplyProto reply) {
        int size = reply == null ? 0 : reply.getSerializedSize();
        return new LogLinks.Frame() {
            @Override
            public int sizeBytes() {
                return Long.BYTES + size;
            }

            @Override
            public void writeTo(ByteBuffer out) throws IOException {
                out.putLong(callId);
                if (reply != null) {
                    write(reply, out);
                }
            }
        };
    }

    static Answer readAnswer(byte[] bytes) throws InvalidProtocolBufferException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.remaining() < Long.BYTES) {
            throw new InvalidProtocolBufferException("an answer of " + bytes.length + " bytes");
        }
        long callId = in.getLong();
        return new Answer(callId, in.hasRemaining() ? AppendEntriesReplyProto.parseFrom(in) : null);
    }

    private static void write(MessageLite message, ByteBuffer out) throws IOException {
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        message.writeTo(coded);
        coded.flush();
    }

    private record Message(MessageLite message) implements LogLinks.Frame {
        @Override
        public int sizeBytes() {
            return message.getSerializedSize();
        }

        @Override
        public void writeTo(ByteBuffer out) throws IOException {
            write(message, out);
        }
    }
}
