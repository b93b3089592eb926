package io.ensemble.state.acl;

import java.util.List;

/**
 * The ACL of a znode, in the order in which it was given, without repetitions; shared among the znodes that have the
 * same one. Immutable.
 */
public record AclList(List<Acl> entries) {
    /** Everybody may do everything (ZooDefs.Ids.OPEN_ACL_UNSAFE). */
    public static final AclList OPEN = new AclList(List.of(new Acl(Perms.ALL, Id.ANYONE)));
    /** Everybody may read (ZooDefs.Ids.READ_ACL_UNSAFE). */
    public static final AclList READ_ONLY = new AclList(List.of(new Acl(Perms.READ, Id.ANYONE)));

    public AclList {
        entries = List.copyOf(entries);
    }
}
