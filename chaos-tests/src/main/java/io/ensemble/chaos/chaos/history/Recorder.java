package io.ensemble.chaos.chaos.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes the lines of a run down, in the order in which they come. What one thread records is in that thread's order; a
 * call's beginning is recorded before the call is made and its end after it has returned. Any thread.
 */
public final class Recorder implements AutoCloseable {
    /** Most lines of one run; beyond it the run must end. */
    public static final int LINES_MAX = 2_000_000;

    private final ObjectMapper json = new ObjectMapper();
    private final BufferedWriter out;
    private final List<Line> lines = new ArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final long beganNs = System.nanoTime();
    private boolean closed;

    public Recorder(Path file) throws IOException {
        this.out = Files.newBufferedWriter(file);
    }

    /** Nanoseconds since the run began. */
    public long now() {
        return System.nanoTime() - beganNs;
    }

    /** A call begins; returns its number. */
    public long invoke(
            int process, Kind kind, @Nullable String path, @Nullable String value, @Nullable Integer expected) {
        long call = calls.incrementAndGet();
        record(new Line(
                now(),
                Phase.INVOKE,
                process,
                call,
                kind,
                path,
                value,
                expected,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
        return call;
    }

    /** A call has ended. */
    public void complete(int process, long call, Completion end) {
        record(new Line(
                now(),
                end.phase(),
                process,
                call,
                null,
                end.path(),
                end.value(),
                null,
                end.version(),
                end.mzxid(),
                end.zxid(),
                end.session(),
                end.member(),
                end.children(),
                end.error()));
    }

    /** A watch event came. */
    public void event(int process, long session, String type, @Nullable String path, long zxid) {
        record(new Line(
                now(),
                Phase.EVENT,
                process,
                null,
                null,
                path,
                null,
                null,
                null,
                null,
                zxid,
                session,
                null,
                null,
                type));
    }

    /** The client's connection or session changed. */
    public void state(int process, long session, @Nullable Integer member, String state) {
        record(new Line(
                now(),
                Phase.STATE,
                process,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                session,
                member,
                null,
                state));
    }

    /** Something was done to a member. */
    public void fault(@Nullable Integer member, String what) {
        record(new Line(
                now(), Phase.FAULT, -1, null, null, null, null, null, null, null, null, null, member, null, what));
    }

    /** A znode at the end of the run; the owner of an ephemeral is given as the session. */
    public void finalZnode(int member, String path, String value, int version, long mzxid, long owner) {
        record(new Line(
                now(),
                Phase.FINAL,
                -1,
                null,
                null,
                path,
                value,
                null,
                version,
                mzxid,
                null,
                owner,
                member,
                null,
                null));
    }

    private synchronized void record(Line line) {
        if (closed) {
            return; // A run that was ended in its midst leaves workers behind.
        }
        if (lines.size() == LINES_MAX) {
            throw new IllegalStateException("a history of more than " + LINES_MAX + " lines");
        }
        lines.add(line);
        try {
            out.write(json.writeValueAsString(line));
            out.write('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line that cannot be written: " + line, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be written", e);
        }
    }

    /** All lines until now. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        out.close();
    }
}
