package io.ensemble.state.acl;

/** Who may do what: ZooKeeper's rules for the schemes world, auth, digest, ip (CIDR) and super. Pure. */
public final class AccessRules {
    private AccessRules() {}

    /** Whether these identities have one of these rights ({@link Perms} bits) on a znode with this ACL. */
    public static boolean allows(AclList acl, int perms, Identities who) {
        throw new UnsupportedOperationException();
    }
}
