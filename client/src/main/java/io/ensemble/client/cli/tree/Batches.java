package io.ensemble.client.cli.tree;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Op;
import io.ensemble.client.OpResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writes many operations in multis of bounded size, a few of them at a time, in order: what is done is always a beginning of
 * what was given, unless somebody else interferes. Confined to one thread.
 */
final class Batches {
    /** Far below what a member takes as one request by default. */
    private static final int BYTES_MAX = 128 << 10;

    private static final int BYTES_PER_OP = 128;
    private static final int IN_FLIGHT_MAX = 4;

    private record Sent(int znodes, CompletableFuture<List<OpResult>> answer) {}

    private final Ensemble client;
    private final int opsMax;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private List<Op> ops = new ArrayList<>();
    private int znodes;
    private long bytes;
    private long doneZnodes;
    private int doneBatches;

    Batches(Ensemble client, int opsMax) {
        this.client = client;
        this.opsMax = opsMax;
    }

    /** One znode's: they go in one multi. */
    void add(List<Op> its) {
        long size = its.stream().mapToLong(Batches::size).sum();
        if (!ops.isEmpty() && (ops.size() + its.size() > opsMax || bytes + size > BYTES_MAX)) {
            send();
        }
        ops.addAll(its);
        bytes += size;
        znodes++;
    }

    private static long size(Op op) {
        long size = BYTES_PER_OP + op.path().length();
        if (op instanceof Op.Create create) {
            size += (long) create.acl().size() * BYTES_PER_OP;
            return create.data() == null ? size : size + create.data().length;
        }
        return op instanceof Op.Set set && set.data() != null ? size + set.data().length : size;
    }

    private void send() {
        if (sent.size() == IN_FLIGHT_MAX) {
            take();
        }
        sent.add(new Sent(znodes, client.multiAsync(ops)));
        ops = new ArrayList<>();
        bytes = 0;
        znodes = 0;
    }

    private void take() {
        Sent first = sent.remove();
        client.await(first.answer());
        doneZnodes += first.znodes();
        doneBatches++;
    }

    /** Waits until all is done. */
    void end() {
        if (!ops.isEmpty()) {
            send();
        }
        while (!sent.isEmpty()) {
            take();
        }
    }

    /** Of how many znodes it is known that they were written. */
    long doneZnodes() {
        return doneZnodes;
    }

    int doneBatches() {
        return doneBatches;
    }
}
