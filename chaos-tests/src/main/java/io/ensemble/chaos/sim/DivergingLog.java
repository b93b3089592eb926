package io.ensemble.chaos.sim;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.ReplicatedLog;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A log that once gives its member another entry than the others': from then on the member's state is not theirs, in a
 * place that no client sees. What is in the log, on the disk, stays right. Single-threaded.
 */
final class DivergingLog implements ReplicatedLog {
    /** Numbers no batches, and is no member. */
    private static final int NOBODY = 99;

    private final ReplicatedLog log;
    private final EntryCodec codec;
    private boolean due;
    private boolean diverged;
    private boolean hasSnapshot;
    private long entriesSince;

    DivergingLog(ReplicatedLog log, EntryCodec codec) {
        this.log = log;
        this.codec = codec;
    }

    /** The next entry will be another one here. */
    void divergeNext() {
        due = true;
    }

    /** Whether this member's state is, or will be with the next entry, another one than the others'. */
    boolean isDiverged() {
        return due || diverged;
    }

    /** Whether a snapshot of the other state was taken. */
    boolean hasSnapshot() {
        return hasSnapshot;
    }

    /** Entries applied since the state is another one. */
    long entriesSince() {
        return entriesSince;
    }

    @Override
    public void start(LogSink sink) throws IOException {
        log.start(new Sink(sink));
    }

    @Override
    public void propose(long term, byte[] entry) {
        log.propose(term, entry);
    }

    @Override
    public Leadership leadership() {
        return log.leadership();
    }

    @Override
    public Set<Integer> voters() {
        return log.voters();
    }

    @Override
    public boolean snapshot(long index, long term, SnapshotWriter writer) {
        boolean begun = log.snapshot(index, term, writer);
        hasSnapshot |= begun && diverged;
        return begun;
    }

    @Override
    public void confirmed(long index) {
        log.confirmed(index);
    }

    @Override
    public void close() {
        log.close();
    }

    private ByteBuffer other(ByteBuffer data) {
        Entry entry = codec.decode(data);
        List<EncodedPart> parts = new ArrayList<>();
        for (Part part : entry.parts()) {
            parts.add(encoded(part));
        }
        parts.add(new EncodedPart.Hello(new Part.Hello(NOBODY, 1, 0)));
        return ByteBuffer.wrap(codec.encode(entry.term(), entry.wallTimeMs(), entry.logClockMs(), parts));
    }

    private EncodedPart encoded(Part part) {
        if (part instanceof Part.Batch batch) {
            EncodedPart.Batch first = codec.encode(batch);
            return new EncodedPart.Batch(
                    first.member(), first.incarnation(), first.number(), batch.attempt(), first.bytes());
        } else if (part instanceof Part.Hello hello) {
            return new EncodedPart.Hello(hello);
        }
        return new EncodedPart.Leader((Part.LeaderCommand) part);
    }

    private final class Sink implements LogSink {
        private final LogSink sink;

        Sink(LogSink sink) {
            this.sink = sink;
        }

        @Override
        public void restore(long index, long term, InputStream snapshot, boolean serving) throws IOException {
            diverged = false;
            sink.restore(index, term, snapshot, serving);
        }

        @Override
        public void entry(long index, long term, ByteBuffer data) {
            if (due) {
                due = false;
                diverged = true;
                entriesSince = 0;
                hasSnapshot = false;
                sink.entry(index, term, other(data));
            } else {
                entriesSince++;
                sink.entry(index, term, data);
            }
        }

        @Override
        public void skipped(long index, long term) {
            sink.skipped(index, term);
        }

        @Override
        public void leadership(Leadership now) {
            sink.leadership(now);
        }

        @Override
        public void refused(long term, String why) {
            sink.refused(term, why);
        }

        @Override
        public void snapshotDurable(long index) {
            sink.snapshotDurable(index);
        }

        @Override
        public void failed(String message, Throwable cause) {
            sink.failed(message, cause);
        }
    }
}
