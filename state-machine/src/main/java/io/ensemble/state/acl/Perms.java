package io.ensemble.state.acl;

/** The bits of an ACL's rights, as ZooKeeper numbers them. */
public final class Perms {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int CREATE = 4;
    public static final int DELETE = 8;
    public static final int ADMIN = 16;
    public static final int ALL = 31;

    private Perms() {}
}
