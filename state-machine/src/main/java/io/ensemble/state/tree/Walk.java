package io.ensemble.state.tree;

import io.ensemble.state.collection.Owner;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The znodes from the root down to one, in a loop: a path may be as deep as it likes. Confined to one change. */
public final class Walk {
    /** Room for most walks; grows with the znodes that are there, never with what a path only says. */
    private static final int FEW = 8;

    private final Znode[] spine;
    private final String[] names;
    private final int depth;

    private Walk(Znode[] spine, String[] names, int depth) {
        this.spine = spine;
        this.names = names;
        this.depth = depth;
    }

    /** The znode at a path; null where there is none, as for what is no valid path. */
    static @Nullable Znode find(Znode root, String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return null;
        }
        Znode znode = root;
        for (int start = 1; znode != null && start <= path.length() && path.length() > 1; ) {
            int end = endOfName(path, start);
            znode = znode.child(path.substring(start, end));
            start = end + 1;
        }
        return znode;
    }

    /** A walk to a znode that exists. */
    static Walk to(Znode root, String path) {
        Walk walk = toAny(root, path);
        if (walk == null) {
            throw new IllegalArgumentException("no znode there");
        }
        return walk;
    }

    /** A walk to a znode; null where there is none, as for what is no valid path. */
    static @Nullable Walk toAny(Znode root, String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return null;
        }
        Znode[] spine = new Znode[FEW];
        String[] names = new String[FEW];
        spine[0] = root;
        names[0] = "";
        int depth = 0;
        for (int start = 1; start <= path.length() && path.length() > 1; ) {
            int end = endOfName(path, start);
            String name = path.substring(start, end);
            Znode child = spine[depth].child(name);
            if (child == null) {
                return null;
            }
            depth++;
            if (depth == spine.length) {
                spine = Arrays.copyOf(spine, 2 * depth);
                names = Arrays.copyOf(names, 2 * depth);
            }
            spine[depth] = child;
            names[depth] = name;
            start = end + 1;
        }
        return new Walk(spine, names, depth);
    }

    private static int endOfName(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    /** The znode at its end. */
    public Znode last() {
        return spine[depth];
    }

    /** The parent of the last one; the root is its own. */
    public Znode parent() {
        return spine[Math.max(0, depth - 1)];
    }

    /**
     * The root with another znode at the end of the walk, and so many more descendants above it. Where nothing but the
     * owner's folders changes, it stops early.
     */
    Znode replaceLast(Owner by, Znode changed, int moreDescendants) {
        Znode child = changed;
        for (int i = depth; i > 0; i--) {
            boolean same = child == spine[i];
            if (same && moreDescendants == 0) {
                return spine[0];
            }
            Znode parent = spine[i - 1];
            Folder folder = parent.folderOf(by);
            if (!same) {
                folder.replace(by, names[i], child);
            }
            folder.addDescendants(moreDescendants);
            child = folder == parent.folder() ? parent : parent.withFolder(folder);
        }
        return child;
    }
}
