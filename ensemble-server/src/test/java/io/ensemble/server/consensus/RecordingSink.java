package io.ensemble.server.consensus;

import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.consensus.ReplicatedLog.SnapshotWriter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink whose state is the list of all entries since the beginning, so that what it holds can be compared. */
final class RecordingSink implements LogSink {

    private List<String> state = new ArrayList<>();
    private long appliedIndex = -1;
    private long appliedTerm;

    final List<Leadership> leaderships = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();
    final List<Long> durableSnapshots = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<String> restores = new CopyOnWriteArrayList<>();
    /** An entry with this content makes it throw. */
    volatile String poison = "";

    volatile boolean poisonIsError;

    volatile Runnable restored = () -> {};

    synchronized List<String> state() {
        return List.copyOf(state);
    }

    synchronized long appliedIndex() {
        return appliedIndex;
    }

    /** Takes a snapshot of what is applied now. */
    boolean snapshot(ReplicatedLog log) {
        List<String> held;
        long index;
        long term;
        synchronized (this) {
            held = List.copyOf(state);
            index = appliedIndex;
            term = appliedTerm;
        }
        boolean begun = log.snapshot(index, term, writer(held));
        log.confirmed(index);
        return begun;
    }

    static SnapshotWriter writer(List<String> held) {
        return out -> {
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(held.size());
            for (String s : held) {
                data.writeUTF(s);
            }
            data.flush();
        };
    }

    @Override
    public synchronized void restore(long index, long term, InputStream snapshot, boolean serving) throws IOException {
        restored.run();
        DataInputStream data = new DataInputStream(snapshot);
        List<String> restored = new ArrayList<>();
        int n = data.readInt();
        for (int i = 0; i < n; i++) {
            restored.add(data.readUTF());
        }
        state = restored;
        appliedIndex = index;
        appliedTerm = term;
        restores.add(index + (serving ? " serving" : ""));
    }

    @Override
    public synchronized void entry(long index, long term, ByteBuffer data) {
        String content = StandardCharsets.UTF_8.decode(data).toString();
        if (content.equals(poison)) {
            if (poisonIsError) {
                throw new StackOverflowError("poisoned by " + content);
            }
            throw new IllegalStateException("poisoned by " + content);
        }
        advance(index, term);
        state.add(content);
    }

    @Override
    public synchronized void skipped(long index, long term) {
        advance(index, term);
    }

    private void advance(long index, long term) {
        if (index != appliedIndex + 1) {
            throw new IllegalStateException("index " + index + " after " + appliedIndex);
        }
        appliedIndex = index;
        appliedTerm = term;
    }

    @Override
    public void leadership(Leadership now) {
        leaderships.add(now);
    }

    @Override
    public void refused(long term, String why) {
        refusals.add(term + ": " + why);
    }

    @Override
    public void snapshotDurable(long index) {
        durableSnapshots.add(index);
    }

    @Override
    public void failed(String message, Throwable cause) {
        failures.add(message);
    }
}
