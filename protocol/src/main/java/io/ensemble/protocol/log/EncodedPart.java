package io.ensemble.protocol.log;

import io.ensemble.state.command.Part;

/**
 * A part of an entry as the leader handles it: a batch stays the bytes that its member encoded, and only its header is
 * looked at. Immutable; bytes must not be changed by anybody.
 */
public sealed interface EncodedPart {

    /** Bytes that the part takes in an entry: exact, but for a path, of which it is the most that it can take. */
    int sizeBytes();

    /**
     * A batch: {@code bytes} are the whole of it but the attempt, header included.
     *
     * @param attempt which sending of the number this is, from 1 on
     */
    record Batch(int member, long incarnation, long number, int attempt, byte[] bytes) implements EncodedPart {
        @Override
        public int sizeBytes() {
            return bytes.length + 9;
        }
    }

    record Hello(Part.Hello hello) implements EncodedPart {
        @Override
        public int sizeBytes() {
            return 21;
        }
    }

    record Leader(Part.LeaderCommand command) implements EncodedPart {
        @Override
        public int sizeBytes() {
            return command instanceof Part.DeleteDue due ? 3 * due.path().length() + 5 : 17;
        }
    }
}
