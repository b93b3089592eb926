package io.ensemble.client.cli.tree;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Watch;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.output.Progress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The znodes of a subtree at one zxid, parents before children, names sorted. All of it is here before anything is done
 * with it, in memory or on disk, so that a reader that is slow holds up no session. Confined to the command's thread, but
 * for what the watch tells.
 */
final class Listing implements AutoCloseable {
    private final Spool spool = new Spool(Spool.MEMORY_BYTES_MAX);
    private final DataOutputStream to = new DataOutputStream(spool);
    private final CompletableFuture<Long> listed = new CompletableFuture<>();
    private volatile long count;

    /** What is done with a znode. */
    interface Visitor {
        void visit(Entry entry) throws IOException;
    }

    private Listing() {}

    /** @throws EnsembleException where the znode is not there or may not be read, or where no member answers */
    static Listing of(Context context, String path, Scope scope, boolean withData)
            throws IOException, InterruptedException {
        Ensemble client = context.client();
        // Says what is wrong with the path, if something is.
        if (client.exists(path).isEmpty()) {
            throw new EnsembleException(Reason.NO_NODE, path, "create it, or its parent, first");
        }
        Listing listing = new Listing();
        WatchOptions what =
                withData ? WatchOptions.of(scope) : WatchOptions.of(scope).withoutData();
        try (Watch watch = client.watch(path, what.withListing(), listing::take);
                Progress progress = new Progress(context.console(), "znodes listed")) {
            listing.await(context, progress);
        } catch (IOException | InterruptedException | RuntimeException e) {
            listing.close();
            throw e;
        }
        if (listing.count == 0 && scope != Scope.CHILDREN) {
            listing.close();
            throw new EnsembleException(Reason.NO_AUTH, path, "show who you are, or have its ACL changed");
        }
        return listing;
    }

    private void take(WatchEvent event) {
        if (listed.isDone()) {
            return;
        }
        try {
            switch (event.kind()) {
                case EXISTING -> {
                    if (event.stat() != null) {
                        new Entry(event.path(), event.stat(), event.data()).write(to);
                        count++;
                    }
                }
                case LISTED -> listed.complete(event.zxid());
                case GAP -> {
                    spool.reset();
                    count = 0;
                }
                case ENDED -> {
                    EnsembleException refused = event.failure();
                    listed.completeExceptionally(
                            refused == null
                                    ? new EnsembleException(Reason.SYSTEM_ERROR, event.path(), "cannot be watched")
                                    : refused);
                }
                default -> {}
            }
        } catch (IOException e) {
            listed.completeExceptionally(e);
        }
    }

    private void await(Context context, Progress progress) throws IOException, InterruptedException {
        long patience = context.patience().toNanos();
        long seen = 0;
        long since = System.nanoTime();
        while (true) {
            try {
                listed.get(100, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                progress.done(count);
                if (count != seen) {
                    seen = count;
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > patience) {
                    throw new EnsembleException(
                            Reason.TIMED_OUT,
                            "",
                            "no answer within " + context.patience().toSeconds() + " s");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                if (e.getCause() instanceof EnsembleException known) {
                    throw known;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** The moment that it shows. */
    long zxid() {
        return listed.join();
    }

    long count() {
        return count;
    }

    /** Shows the znodes, one after the other; as often as one likes. */
    void forEach(Visitor visitor) throws IOException {
        try (DataInputStream from = new DataInputStream(spool.open())) {
            for (long i = 0; i < count; i++) {
                visitor.visit(Entry.read(from));
            }
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
