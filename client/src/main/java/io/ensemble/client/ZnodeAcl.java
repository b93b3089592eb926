package io.ensemble.client;

import java.util.List;

/**
 * A znode's ACL, and the znode's stat at the same moment. Immutable.
 *
 * @param acl without the hashes of passwords for those who may not administer the znode
 */
public record ZnodeAcl(List<Acl> acl, Stat stat) {
    public ZnodeAcl {
        acl = List.copyOf(acl);
    }
}
