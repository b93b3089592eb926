package io.ensemble.client.recipes;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A configuration that follows its znodes: each change below a path is read by the application's function, and what comes of it
 * is the value from then on. Where the function throws, the value stays what it was, and the log says why. Znodes that one
 * multi changes come one after the other: what belongs together belongs into one znode. Any thread.
 */
public final class LiveConfig<T extends Object> implements AutoCloseable {
    private final NearCache cache;
    private final String path;
    private final Function<SortedMap<String, String>, T> read;
    private final Consumer<T> changed;
    private volatile T value;

    /**
     * Waits for what is there now.
     *
     * @param read makes a value of texts by path, relative to the configuration's and without a slash before it; that of the
     *     znode itself is empty. It throws where they are wrong
     * @param start the value where there is none that can be read
     * @param changed told of each other value, on the thread of the client's watches
     * @throws EnsembleException with TIMED_OUT where it does not come in time
     */
    public LiveConfig(
            Ensemble client,
            String path,
            Function<SortedMap<String, String>, T> read,
            T start,
            Consumer<T> changed,
            Duration longest) {
        this.path = path;
        this.read = read;
        this.changed = changed;
        this.value = start;
        this.cache = new NearCache(client, path, this::reload);
        try {
            cache.await(longest);
        } catch (EnsembleException e) {
            cache.close();
            throw e;
        }
    }

    private void reload(NearCache from) {
        SortedMap<String, String> texts = new TreeMap<>();
        from.entries().forEach((each, entry) -> {
            byte[] data = entry.data();
            String name =
                    each.length() <= path.length() + 1 ? "" : each.substring(path.equals("/") ? 1 : path.length() + 1);
            texts.put(name, data == null ? "" : new String(data, StandardCharsets.UTF_8));
        });
        T next;
        try {
            next = read.apply(texts);
        } catch (RuntimeException e) {
            System.getLogger(LiveConfig.class.getName())
                    .log(Level.WARNING, "the configuration at " + path + " cannot be read, and stays as it was", e);
            return;
        }
        if (!next.equals(value)) {
            value = next;
            changed.accept(next);
        }
    }

    /** The newest one that could be read. */
    public T value() {
        return value;
    }

    @Override
    public void close() {
        cache.close();
    }
}
