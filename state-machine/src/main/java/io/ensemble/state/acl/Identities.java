package io.ensemble.state.acl;

import java.util.List;

/**
 * Who a connection is, as authentication left it: what rights of writes are decided by, in apply, and rights of reads,
 * on the lane. Immutable; connections of the same identities share one.
 *
 * @param ids what the connection has proved, its {@code ip} identity among them; at most {@link #IDS_MAX}
 * @param superuser whether the connection may do everything
 */
public record Identities(List<Id> ids, boolean superuser) {
    /** Most identities of one connection. */
    public static final int IDS_MAX = 64;

    public Identities {
        ids = List.copyOf(ids);
    }
}
