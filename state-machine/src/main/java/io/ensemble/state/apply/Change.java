package io.ensemble.state.apply;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.AclList;
import org.jspecify.annotations.Nullable;

/**
 * One znode changed: what watches fire on, and what the ring of recent changes keeps. Immutable; arrays must not be
 * changed by anybody.
 *
 * @param sessionId the session that did it, the one whose end did it, or 0 for the leader (TTL, container)
 * @param stat after the change; before it for DELETED
 * @param data after the change; null for DELETED
 * @param previousData before the change; null for CREATED
 * @param acl the znode's, at its deletion for DELETED: events go only to those who may read (CVE-2024-23944)
 * @param parentAcl the parent's, for the event that its children changed
 */
public record Change(
        Type type,
        String path,
        long zxid,
        long logClockMs,
        long sessionId,
        Stat stat,
        byte @Nullable [] data,
        byte @Nullable [] previousData,
        AclList acl,
        AclList parentAcl) {

    /** The kinds of change; the numbers are those of ZooKeeper's event types. */
    public enum Type {
        CREATED(1),
        DELETED(2),
        DATA_CHANGED(3);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
