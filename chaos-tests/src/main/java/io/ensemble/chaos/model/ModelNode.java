package io.ensemble.chaos.model;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.command.CreateMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A znode of the model. Confined to it. */
final class ModelNode implements Cloneable {
    byte @Nullable [] data = new byte[0];
    List<Acl> acl = AclList.OPEN.entries();
    CreateMode mode = CreateMode.PERSISTENT;
    long czxid;
    long mzxid;
    long pzxid;
    long ctimeMs;
    long mtimeMs;
    int version;
    int aversion;
    int creates;
    long owner;
    long ttlMs;
    /** Log clock of the creation or the last setData of a TTL znode, of the last loss of a child of a container. */
    long sinceMs;

    Stat stat(int children) {
        return new Stat(
                czxid,
                mzxid,
                ctimeMs,
                mtimeMs,
                version,
                2 * creates - children,
                aversion,
                owner,
                data == null ? 0 : data.length,
                children,
                pzxid);
    }

    @Override
    public ModelNode clone() {
        try {
            return (ModelNode) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
