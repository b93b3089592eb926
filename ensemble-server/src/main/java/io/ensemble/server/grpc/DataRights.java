package io.ensemble.server.grpc;

import io.ensemble.state.Stat;
import io.ensemble.state.State;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Change;
import io.ensemble.state.tree.Znode;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody who may read a znode as of a change may also see its data, from behind the change and from before it.
 * A change has the ACL of the moment of its operation; where its transaction changes the ACL too, that one was in force in
 * no version, and lets people read what was never readable for them. The changes that are kept do not say so: what can be
 * known is whether the ACL is still the same (its version says that) at the next sight of the znode, or was at the last
 * one. Where it is not, data are shown only where they themselves are still readable there.
 *
 * @param who asks
 * @param worked is told of the steps that it takes
 */
record DataRights(Identities who, IntConsumer worked) {
    private static final AclList NOBODY = new AclList(List.of(new Acl(0, Id.ANYONE)));
    private static final int TXNS_AT_ONCE = 16;
    /** Changes that are looked at for the next one of the same znode; where it is none of them, data are not shown. */
    static final int LOOKED_AT_MAX = 50_000;

    boolean mayRead(AclList acl) {
        return AccessRules.allows(acl, Perms.READ, who);
    }

    /**
     * Whether the data behind a change may be seen.
     *
     * @param index the change's place among those of its zxid
     * @param later a version with the change, or behind it
     */
    boolean mayReadData(Change change, int index, State later) {
        Znode znode = later.find(change.path());
        if (znode != null && isSame(change.stat(), znode)) {
            if (hasSameAcl(change, znode.aversion(), znode.acl())) {
                return true;
            }
            if (change.stat().version() == znode.version()) {
                return mayRead(znode.acl());
            }
        }
        Change next = next(change, index, later);
        boolean known = next != null
                && next.stat().czxid() == change.stat().czxid()
                && hasSameAcl(change, next.stat().aversion(), next.acl());
        return known || isSuper();
    }

    /**
     * Whether the data before a change may be seen.
     *
     * @param earlier a version before the change; null where none is at hand
     */
    boolean mayReadPreviousData(Change change, @Nullable State earlier) {
        if (change.stat().aversion() == 0 || isSuper()) {
            return true;
        }
        Znode znode = earlier == null ? null : earlier.find(change.path());
        if (znode == null || !isSame(change.stat(), znode)) {
            return false;
        }
        int version = change.type() == Change.Type.DELETED
                ? change.stat().version()
                : change.stat().version() - 1;
        return hasSameAcl(change, znode.aversion(), znode.acl())
                || (znode.version() == version && mayRead(znode.acl()));
    }

    /** And not another one of the same name. */
    private static boolean isSame(Stat stat, Znode znode) {
        return znode.stat().czxid() == stat.czxid();
    }

    private static boolean hasSameAcl(Change change, int aversion, AclList acl) {
        return change.stat().aversion() == aversion && change.acl().equals(acl);
    }

    private boolean isSuper() {
        return mayRead(NOBODY);
    }

    /** The next change of the same znode, or of one of the same name; null where there is none, or it is too far away. */
    private @Nullable Change next(Change change, int index, State later) {
        long behind = change.zxid() - 1;
        int from = index + 1;
        for (int looked = 0; looked < LOOKED_AT_MAX; from = 0) {
            List<Change> changes = later.changesAfter(behind, TXNS_AT_ONCE);
            if (changes == null || changes.isEmpty()) {
                return null;
            }
            worked.accept(Work.SEARCH + changes.size());
            for (Change one : changes.subList(from, changes.size())) {
                if (one.path().equals(change.path())) {
                    return one;
                }
            }
            looked += changes.size();
            behind = changes.get(changes.size() - 1).zxid();
        }
        return null;
    }
}
