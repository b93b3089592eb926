package io.ensemble.server.consensus;

import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** What the log feeds. {@code restore}, {@code entry} and {@code skipped} come on one thread, the apply thread, in order. */
public interface LogSink {

    /**
     * The state is what this snapshot holds: at the start, or later where this member had lagged so far that the entries
     * between are gone.
     *
     * @param serving whether entries were given to this sink before
     * @throws IOException where it cannot be read; the member halts
     */
    void restore(long index, long term, InputStream snapshot, boolean serving) throws IOException;

    /** The next committed entry. An exception halts the member. The buffer is valid for the time of the call only. */
    void entry(long index, long term, ByteBuffer data);

    /** A committed entry of the log's own (configuration, metadata): nothing but its index counts. */
    void skipped(long index, long term);

    /** Who leads has changed. Any thread, also under locks of the log: hand over and return. */
    void leadership(Leadership now);

    /**
     * An entry proposed in this term was refused. It is not in the log, unless the term ended meanwhile: then the next
     * leader may yet commit it, and only the numbers of its origins tell. Any thread: hand over and return.
     */
    void refused(long term, String why);

    /** A snapshot is durable. Any thread. */
    void snapshotDurable(long index);

    /** The log can go on no more: the member halts with the message. Any thread. */
    void failed(String message, Throwable cause);
}
