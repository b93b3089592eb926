package io.ensemble.state.acl;

import io.ensemble.state.digest.Hash64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ACL of a znode, in the order in which it was given; shared among the znodes that have the same one. Immutable.
 */
public final class AclList {
    /** Everybody may do everything (ZooDefs.Ids.OPEN_ACL_UNSAFE). */
    public static final AclList OPEN = new AclList(List.of(new Acl(Perms.ALL, Id.ANYONE)));
    /** Everybody may read (ZooDefs.Ids.READ_ACL_UNSAFE). */
    public static final AclList READ_ONLY = new AclList(List.of(new Acl(Perms.READ, Id.ANYONE)));

    private final List<Acl> entries;
    private final long contentHash;

    public AclList(List<Acl> entries) {
        this.entries = List.copyOf(entries);
        long hash = this.entries.size();
        for (Acl acl : this.entries) {
            hash = Hash64.add(hash, acl.perms());
            hash = Hash64.add(hash, Hash64.of(acl.id().scheme()));
            hash = Hash64.add(hash, Hash64.of(acl.id().id()));
        }
        this.contentHash = hash;
    }

    public List<Acl> entries() {
        return entries;
    }

    /** A hash of the content for digests: the same on every machine. */
    public long contentHash() {
        return contentHash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof AclList that && contentHash == that.contentHash && entries.equals(that.entries));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(contentHash);
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
