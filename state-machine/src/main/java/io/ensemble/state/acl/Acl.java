package io.ensemble.state.acl;

/**
 * Rights of one identity on a znode: ZooKeeper's ACL record.
 *
 * @param perms sum of the {@link Perms} bits
 */
public record Acl(int perms, Id id) {}
