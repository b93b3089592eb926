package io.ensemble.client.recipes;

import io.ensemble.client.Data;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An election: one of the candidates leads until it resigns or is lost, then the one that has waited longest. It queues on
 * the same znodes as Curator's {@code LeaderLatch}, or by choice as kazoo's {@code Election}, and so runs against it. Any thread.
 */
public final class Election {
    private final Ensemble client;
    private final Queue queue;
    private final String name;

    /**
     * @param path of the election; made, with its parents, where it is not there
     * @param name of this candidate, for those who ask who leads
     */
    public Election(Ensemble client, String path, String name) {
        this(client, path, name, Naming.CURATOR);
    }

    public Election(Ensemble client, String path, String name, Naming naming) {
        this.client = client;
        this.queue = naming == Naming.KAZOO ? Queue.kazoo(client, path) : Queue.curator(client, path, "latch-");
        this.name = name;
    }

    /** Stands, and waits to lead; closing the grant resigns. */
    public Grant lead() throws InterruptedException {
        return Turn.take(client, queue, name.getBytes(StandardCharsets.UTF_8), Turn.FOREVER)
                .orElseThrow();
    }

    /** The name of who leads, as this client's member has it; empty where nobody stands. */
    public Optional<String> leader() {
        while (true) {
            Optional<String> first = orNothing(() -> queue.places().stream().findFirst());
            if (first.isEmpty()) {
                return Optional.empty();
            }
            // It may have gone since; then the next one leads, if there is one.
            Optional<String> leader = orNothing(() ->
                    Optional.of(client.get(queue.path() + "/" + first.get())).map(Data::text));
            if (leader.isPresent()) {
                return leader;
            }
        }
    }

    /** Nothing where there is no such znode. */
    private static Optional<String> orNothing(Supplier<Optional<String>> read) {
        try {
            return read.get();
        } catch (EnsembleException e) {
            if (e.reason() == Reason.NO_NODE) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
