package io.ensemble.state.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through a znode and all below it in a loop, children first. Of one version of the tree; used once. */
final class Descent {
    /** A znode whose children come one after the other, and then itself. */
    private static final class Level {
        final String path;
        final Znode znode;
        private @Nullable String from;

        Level(String path, Znode znode) {
            this.path = path;
            this.znode = znode;
        }

        @Nullable
        Level nextChild() {
            @Nullable Level[] found = new @Nullable Level[1];
            znode.forEachChildFrom(from, (name, child) -> {
                // No name has a zero in it: this is the smallest one behind.
                from = name + '\0';
                found[0] = new Level(Tree.childPath(path, name), child);
                return false;
            });
            return found[0];
        }
    }

    private final Deque<Level> open = new ArrayDeque<>();

    Descent(String path, Znode top) {
        open.push(new Level(path, top));
    }

    List<String> childrenFirst(int countMax) {
        List<String> paths = new ArrayList<>();
        while (!open.isEmpty() && paths.size() < countMax) {
            Level child = open.peek().nextChild();
            if (child != null) {
                open.push(child);
            } else {
                paths.add(open.pop().path);
            }
        }
        return paths;
    }
}
