package io.ensemble.client.cli.tree;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells, of a listing's znodes one after the other, which are there with all their parents, and counts what may not be read: a
 * listing leaves it out, but a parent's stat counts its children. Confined to one thread.
 */
final class Readable {
    /** The ensemble's own, which is no part of what users keep there. */
    private static final String OWN = "/zookeeper";

    private static final class Open {
        private final String path;
        private int left;

        Open(String path, int left) {
            this.path = path;
            this.left = left;
        }
    }

    private final String top;
    private final Deque<Open> open = new ArrayDeque<>();
    private long hidden;
    private String firstHidden = "";

    Readable(String top) {
        this.top = top;
    }

    /** Whether an export has it. */
    boolean take(Entry entry) {
        if (isOwn(entry.path())) {
            return false;
        }
        while (!open.isEmpty() && !entry.isBelow(open.element().path)) {
            leave(open.pop());
        }
        boolean isTop = entry.path().equals(top);
        if (!isTop && (open.isEmpty() || !parent(entry.path()).equals(open.element().path))) {
            return false;
        }
        if (!isTop) {
            open.element().left--;
        }
        int own = entry.path().equals("/") ? 1 : 0;
        open.push(new Open(entry.path(), entry.stat().childCount() - own));
        return true;
    }

    private boolean isOwn(String path) {
        return !top.startsWith(OWN) && (path.equals(OWN) || path.startsWith(OWN + "/"));
    }

    private void leave(Open left) {
        if (left.left > 0) {
            hidden += left.left;
            firstHidden = firstHidden.isEmpty() ? left.path : firstHidden;
        }
    }

    /** How many children, of those that were taken, may not be read; to be asked at the end. */
    long hidden() {
        while (!open.isEmpty()) {
            leave(open.pop());
        }
        return hidden;
    }

    /** The parent of one of these. */
    String firstHidden() {
        return firstHidden;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }
}
