package io.ensemble.client;

import java.util.List;

/**
 * Rights of one identity on a znode.
 *
 * @param perms sum of read 1, write 2, create 4, delete 8, admin 16
 * @param scheme "world", "auth", "digest" or "ip"
 */
public record Acl(int perms, String scheme, String id) {
    /** All rights. */
    public static final int ALL = 31;

    /** Everybody may do everything. */
    public static final List<Acl> OPEN = List.of(new Acl(ALL, "world", "anyone"));

    /** Who created the znode may do everything, and nobody else anything. */
    public static final List<Acl> CREATOR = List.of(new Acl(ALL, "auth", ""));
}
