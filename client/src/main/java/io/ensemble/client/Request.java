package io.ensemble.client;

import io.ensemble.protocol.grpc.v1.Read;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.SessionRequest;
import io.ensemble.protocol.grpc.v1.Write;
import io.ensemble.protocol.grpc.v1.WriteAnswer;
import java.util.concurrent.CompletableFuture;

/** Something that was asked for and has no answer. Confined to the session's loop. */
abstract sealed class Request {
    /** Bytes of its message, about. */
    abstract int bytes();

    abstract void fail(EnsembleException why);

    /** A write: its number is given once, and it is sent under it as often as it takes. */
    static final class Numbered extends Request {
        final Write.Builder message;
        final String path;
        final int kept;
        final CompletableFuture<WriteAnswer> future = new CompletableFuture<>();
        private final int bytes;

        /**
         * @param path what it is about, for who is told that its outcome is unknown
         * @param kept bytes that the ensemble keeps of its outcome, at most
         */
        Numbered(Write.Builder message, String path, int kept, int bytes) {
            this.message = message;
            this.path = path;
            this.kept = kept;
            this.bytes = bytes;
        }

        long number() {
            return message.getNumber();
        }

        SessionRequest message(long lowestUnanswered) {
            return SessionRequest.newBuilder()
                    .setWrite(message.setLowestUnanswered(lowestUnanswered))
                    .build();
        }

        @Override
        int bytes() {
            return bytes;
        }

        @Override
        void fail(EnsembleException why) {
            future.completeExceptionally(why);
        }
    }

    /** A read. */
    static final class Reading extends Request {
        final Read message;
        final CompletableFuture<ReadAnswer> future = new CompletableFuture<>();
        /** How often it was the first one without an answer on a stream that the member ended for what was sent on it. */
        int streamsLost;

        Reading(Read message) {
            this.message = message;
        }

        @Override
        int bytes() {
            return message.getSerializedSize() + 16;
        }

        @Override
        void fail(EnsembleException why) {
            future.completeExceptionally(why);
        }
    }

    /** Anything that is done in its place among the others: once, or on each stream until it need not be any more. */
    static final class InOrder extends Request {
        final Runnable action;
        /** Among what was sent; 0 where it is done once. */
        final long key;

        InOrder(Runnable action, long key) {
            this.action = action;
            this.key = key;
        }

        @Override
        int bytes() {
            return 0;
        }

        @Override
        void fail(EnsembleException why) {}
    }
}
