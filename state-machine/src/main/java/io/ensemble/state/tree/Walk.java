package io.ensemble.state.tree;

import io.ensemble.state.collection.Owner;
import io.ensemble.state.path.Paths;
import org.jspecify.annotations.Nullable;

/** The znodes from the root down to one, in a loop: a path may be as deep as it likes. Confined to one change. */
final class Walk {
    private final Znode[] spine;
    private final String[] names;

    private Walk(Znode[] spine, String[] names) {
        this.spine = spine;
        this.names = names;
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
        int depth = path.length() == 1 ? 0 : Paths.depth(path);
        Znode[] spine = new Znode[depth + 1];
        String[] names = new String[depth + 1];
        spine[0] = root;
        names[0] = "";
        int start = 1;
        for (int i = 1; i <= depth; i++) {
            int end = endOfName(path, start);
            names[i] = path.substring(start, end);
            Znode child = spine[i - 1].child(names[i]);
            if (child == null) {
                throw new IllegalArgumentException("no znode there");
            }
            spine[i] = child;
            start = end + 1;
        }
        return new Walk(spine, names);
    }

    private static int endOfName(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    Znode last() {
        return spine[spine.length - 1];
    }

    /**
     * The root with another znode at the end of the walk, and so many more descendants above it. Where nothing but the
     * owner's folders changes, it stops early.
     */
    Znode replaceLast(Owner by, Znode changed, int moreDescendants) {
        Znode child = changed;
        for (int i = spine.length - 1; i > 0; i--) {
            boolean same = child == spine[i];
            if (same && moreDescendants == 0) {
                return spine[0];
            }
            Znode parent = spine[i - 1];
            Folder folder = parent.folderOf(by);
            if (!same) {
                folder.put(by, names[i], child);
            }
            folder.addDescendants(moreDescendants);
            child = folder == parent.folder() ? parent : parent.withFolder(folder);
        }
        return child;
    }
}
