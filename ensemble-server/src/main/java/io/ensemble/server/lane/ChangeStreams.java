package io.ensemble.server.lane;

import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Change;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who of one lane's connections is told of every change, and of which. Unlike a {@link WatchTable} it knows no kinds of
 * event and spends nothing: a stream gets each change of its scope as it is. Confined to the lane.
 */
public final class ChangeStreams {

    /** Which znodes a stream is about, seen from its path. */
    public enum Scope {
        /** The znode. */
        EXACT,
        /** Those whose parent it is. */
        CHILDREN,
        /** The znode and all below it. */
        SUBTREE;

        /** Whether a change of this path belongs to a stream of that path. */
        public boolean covers(String streamPath, String path) {
            return switch (this) {
                case EXACT -> path.equals(streamPath);
                case CHILDREN -> streamPath.equals(parent(path));
                case SUBTREE ->
                    path.startsWith(streamPath)
                            && (path.length() == streamPath.length()
                                    || streamPath.length() == 1
                                    || path.charAt(streamPath.length()) == '/');
            };
        }
    }

    /** One stream. */
    public interface Stream {
        String path();

        Scope scope();

        /**
         * A change of its scope, in its place among the answers; those of one zxid come one behind the other. Whether its
         * client may know of it is the stream's to judge.
         *
         * @param index the change's place among those of its zxid, as the ring of recent changes has them
         * @param entry the one that the change is of
         */
        void changed(Change change, int index, Applied entry);
    }

    private final Map<Scope, Map<String, Set<Stream>>> streams = new EnumMap<>(Scope.class);

    public void add(Stream stream) {
        streams.computeIfAbsent(stream.scope(), s -> new HashMap<>())
                .computeIfAbsent(stream.path(), p -> new LinkedHashSet<>())
                .add(stream);
    }

    /** Does nothing where the stream is not there. */
    public void remove(Stream stream) {
        Map<String, Set<Stream>> byPath = streams.get(stream.scope());
        Set<Stream> same = byPath == null ? null : byPath.get(stream.path());
        if (byPath != null && same != null && same.remove(stream) && same.isEmpty()) {
            byPath.remove(stream.path());
            if (byPath.isEmpty()) {
                streams.remove(stream.scope());
            }
        }
    }

    /** Tells all streams that the change is about. */
    void fire(Change change, int index, Applied entry) {
        if (streams.isEmpty()) {
            // Most members have none, and every change of every command comes by here.
            return;
        }
        String path = change.path();
        String parent = parent(path);
        deliver(Scope.EXACT, path, change, index, entry);
        if (parent != null) {
            deliver(Scope.CHILDREN, parent, change, index, entry);
        }
        if (streams.containsKey(Scope.SUBTREE)) {
            for (String above = path; above != null; above = parent(above)) {
                deliver(Scope.SUBTREE, above, change, index, entry);
            }
        }
    }

    private void deliver(Scope scope, String path, Change change, int index, Applied entry) {
        Set<Stream> reached = byPath(scope).get(path);
        if (reached == null) {
            return;
        }
        // A stream may take itself out while it is told.
        List<Stream> now = new ArrayList<>(reached);
        for (Stream stream : now) {
            stream.changed(change, index, entry);
        }
    }

    private Map<String, Set<Stream>> byPath(Scope scope) {
        return streams.getOrDefault(scope, Map.of());
    }

    private static @Nullable String parent(String path) {
        int slash = path.lastIndexOf('/');
        if (path.length() <= 1 || slash < 0) {
            return null;
        }
        return slash == 0 ? "/" : path.substring(0, slash);
    }
}
