package io.ensemble.state.tree;

import io.ensemble.state.acl.AclList;
import io.ensemble.state.collection.Owner;
import io.ensemble.state.collection.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ACLs in use, so that znodes of equal ACLs share one. The two common ones are not counted. Follows from the znodes:
 * no part of the digest. Versioned like a {@link PersistentMap}.
 */
record AclTable(PersistentMap<Long, Use> uses) {
    static final AclTable EMPTY = new AclTable(PersistentMap.empty());

    record Use(AclList acl, int count) {}

    /** The list that stands for all that are equal to this one. */
    AclList shared(AclList acl) {
        if (acl.equals(AclList.OPEN)) {
            return AclList.OPEN;
        }
        if (acl.equals(AclList.READ_ONLY)) {
            return AclList.READ_ONLY;
        }
        Use use = find(acl);
        return use == null ? acl : use.acl();
    }

    /** One more znode has this shared ACL. */
    AclTable retain(Owner by, AclList acl) {
        if (isCommon(acl)) {
            return this;
        }
        Use use = find(acl);
        if (use == null && uses.get(acl.contentHash()) != null) {
            return this; // another list of the same hash: this one stays unshared
        }
        Use more = use == null ? new Use(acl, 1) : new Use(use.acl(), use.count() + 1);
        return with(uses.put(by, acl.contentHash(), more));
    }

    /** One znode less has it. */
    AclTable release(Owner by, AclList acl) {
        Use use = isCommon(acl) ? null : find(acl);
        if (use == null) {
            return this;
        }
        return with(
                use.count() == 1
                        ? uses.remove(by, acl.contentHash())
                        : uses.put(by, acl.contentHash(), new Use(use.acl(), use.count() - 1)));
    }

    private @Nullable Use find(AclList acl) {
        Use use = uses.get(acl.contentHash());
        return use != null && use.acl().equals(acl) ? use : null;
    }

    private AclTable with(PersistentMap<Long, Use> changed) {
        return changed == uses ? this : new AclTable(changed);
    }

    private static boolean isCommon(AclList acl) {
        return acl == AclList.OPEN || acl == AclList.READ_ONLY;
    }

    boolean isSameAs(AclTable other) {
        return list().equals(other.list());
    }

    private List<Use> list() {
        List<Use> list = new ArrayList<>();
        uses.forEachFrom(null, (hash, use) -> list.add(use));
        return list;
    }
}
