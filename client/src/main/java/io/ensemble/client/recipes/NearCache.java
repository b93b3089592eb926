package io.ensemble.client.recipes;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Stat;
import io.ensemble.client.Watch;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a znode and all below it, kept by a stream of changes: reading it asks nobody. It goes on over members and
 * sessions, and where changes were missed it is made anew, as a whole, from a listing: until that is there, what it shows is
 * as it was. Any thread.
 */
public final class NearCache implements AutoCloseable {
    /** A znode of the copy; its array must not be changed. */
    public record Entry(byte @Nullable [] data, Stat stat) {}

    private final String path;
    private final Consumer<NearCache> changed;
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private final Watch watch;
    /** What is shown: replaced as a whole by a listing, changed one znode at a time in between. Guarded by this. */
    private SortedMap<String, Entry> entries = new TreeMap<>();

    private @Nullable SortedMap<String, Entry> listing = new TreeMap<>();
    private long zxid;

    public NearCache(Ensemble client, String path) {
        this(client, path, cache -> {});
    }

    /** @param changed called behind each change, on the thread of the client's watches */
    public NearCache(Ensemble client, String path, Consumer<NearCache> changed) {
        this.path = path;
        this.changed = changed;
        this.watch = client.watch(path, WatchOptions.of(Scope.SUBTREE).withListing(), this::take);
    }

    private void take(WatchEvent event) {
        if (apply(event)) {
            changed.accept(this);
        }
        if (event.kind() == WatchEvent.Kind.LISTED) {
            whole.complete(null);
        }
        EnsembleException refused = event.failure();
        if (refused != null) {
            whole.completeExceptionally(refused);
        }
    }

    /** Whether what is shown is another one. */
    private synchronized boolean apply(WatchEvent event) {
        SortedMap<String, Entry> listed = listing;
        Stat stat = event.stat();
        switch (event.kind()) {
            case EXISTING -> {
                if (listed != null && stat != null) {
                    listed.put(event.path(), new Entry(event.data(), stat));
                }
                return false;
            }
            case LISTED -> {
                entries = listed == null ? new TreeMap<>() : listed;
                listing = null;
            }
            case GAP -> {
                listing = new TreeMap<>();
                return false;
            }
            case CREATED, DATA_CHANGED -> {
                if (stat != null) {
                    entries.put(event.path(), new Entry(event.data(), stat));
                }
            }
            case DELETED -> entries.remove(event.path());
            case ENDED -> {
                return false;
            }
        }
        zxid = event.zxid();
        return true;
    }

    /**
     * Waits for the first listing.
     *
     * @throws EnsembleException with TIMED_OUT where it does not come in time: it may yet come; with another reason where the
     *     watch was refused
     */
    public NearCache await(Duration longest) {
        try {
            whole.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnsembleException(Reason.TIMED_OUT, path, "interrupted before there was a listing");
        } catch (TimeoutException e) {
            throw new EnsembleException(Reason.TIMED_OUT, path, "no listing within " + longest.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EnsembleException refused ? refused : new IllegalStateException(e.getCause());
        }
    }

    /** A znode of the copy. Its stat is as of the last change of its data: children are counted in {@link #entries}. */
    public synchronized Optional<Entry> get(String path) {
        return Optional.ofNullable(entries.get(path));
    }

    /** All znodes as of now, by path. */
    public synchronized SortedMap<String, Entry> entries() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** The zxid of the last change that is in the copy. */
    public synchronized long zxid() {
        return zxid;
    }

    @Override
    public void close() {
        watch.close();
    }
}
