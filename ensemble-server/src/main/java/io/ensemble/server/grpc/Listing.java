package io.ensemble.server.grpc;

import io.ensemble.server.lane.ChangeStreams.Scope;
import io.ensemble.state.State;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.tree.Znode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The znodes of a scope at one version, parents before children, names sorted, as many at a time as are asked for. Holds
 * the version until it is done. Confined to the lane.
 */
final class Listing {
    /** A znode and its path. */
    record Entry(String path, Znode znode) {}

    private final Deque<Folder> open = new ArrayDeque<>();
    private final boolean deep;
    private final Predicate<AclList> mayRead;
    private @Nullable Entry first;

    /** @param mayRead by which ACL the names below a znode may be read: folders of others are not opened */
    Listing(State at, String path, Scope scope, Predicate<AclList> mayRead) {
        Znode top = at.find(path);
        this.deep = scope == Scope.SUBTREE;
        this.mayRead = mayRead;
        if (top != null) {
            this.first = scope == Scope.CHILDREN ? null : new Entry(path, top);
            if (scope != Scope.EXACT && mayRead.test(top.acl())) {
                open.push(new Folder(path, top));
            }
        }
    }

    /** The next one; null behind the last. */
    @Nullable
    Entry next() {
        Entry next = first;
        first = null;
        while (next == null && !open.isEmpty()) {
            next = open.peek().next();
            if (next == null) {
                open.pop();
            } else if (deep
                    && next.znode().childCount() > 0
                    && mayRead.test(next.znode().acl())) {
                open.push(new Folder(next.path(), next.znode()));
            }
        }
        return next;
    }

    /** A znode whose children come one after the other. */
    private static final class Folder {
        private final String prefix;
        private final Znode znode;
        private @Nullable String from;

        Folder(String path, Znode znode) {
            this.prefix = path.length() == 1 ? path : path + "/";
            this.znode = znode;
        }

        @Nullable
        Entry next() {
            @Nullable Entry[] found = new @Nullable Entry[1];
            znode.forEachChildFrom(from, (name, child) -> {
                // No name has a zero in it: this is the smallest one behind.
                from = name + '\0';
                found[0] = new Entry(prefix + name, child);
                return false;
            });
            return found[0];
        }
    }
}
