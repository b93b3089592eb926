package io.ensemble.client.recipes;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Data;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

/**
 * A number that all share. Its znode is that of Curator's {@code SharedCount}: four bytes, the highest first. Any thread.
 */
public final class Counter {
    private final Ensemble client;
    private final String path;

    /** @param start what it is where it is not there yet */
    public Counter(Ensemble client, String path, int start) {
        this.client = client;
        this.path = path;
        if (client.exists(path).isEmpty()) {
            int slash = path.lastIndexOf('/');
            if (slash > 0) {
                client.ensure(path.substring(0, slash), CreateMode.CONTAINER);
            }
            try {
                client.create(path, bytes(start));
            } catch (EnsembleException e) {
                if (e.reason() != Reason.NODE_EXISTS) {
                    throw e;
                }
            }
        }
    }

    /** What it is, as this client's member has it. */
    public int get() {
        return value(client.get(path));
    }

    /** Sets it, whatever it is. */
    public void set(int value) {
        client.set(path, bytes(value));
    }

    /** Adds to it, and tells what came of it. */
    public int add(int summand) {
        return update(value -> value + summand);
    }

    /** Makes another number of it, again where another client was faster, and tells what came of it. */
    public int update(IntUnaryOperator change) {
        while (true) {
            Data now = client.get(path);
            int next = change.applyAsInt(value(now));
            try {
                client.set(path, bytes(next), now.stat().version());
                return next;
            } catch (EnsembleException e) {
                if (e.reason() != Reason.BAD_VERSION) {
                    throw e;
                }
                // This client's member may not have the change yet that was in the way.
                client.sync();
            }
        }
    }

    private int value(Data data) {
        byte[] bytes = data.bytes();
        if (bytes == null || bytes.length != Integer.BYTES) {
            throw new EnsembleException(Reason.BAD_ARGUMENTS, path, "is no counter: its data are not four bytes");
        }
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
