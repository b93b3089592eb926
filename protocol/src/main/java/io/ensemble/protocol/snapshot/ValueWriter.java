package io.ensemble.protocol.snapshot;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.apply.Outcome;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Writes the smaller values; each ACL in full where it first occurs, then by its number. Used for one snapshot. */
final class ValueWriter {
    static final int FAILED = 1;
    static final int CREATED = 2;
    static final int DELETED = 3;
    static final int DATA_SET = 4;
    static final int ACL_SET = 5;
    static final int CHECKED = 6;
    static final int MULTI = 7;
    static final int TREE_DELETED = 8;
    static final int BRANCHED = 9;

    private final BlockOutput out;
    private final Map<AclList, Integer> acls = new HashMap<>();

    ValueWriter(BlockOutput out) {
        this.out = out;
    }

    void acl(AclList acl) throws IOException {
        Integer known = acls.putIfAbsent(acl, acls.size());
        if (known != null) {
            out.putLong(known);
            return;
        }
        out.putLong(acls.size() - 1);
        out.putLong(acl.entries().size());
        for (Acl entry : acl.entries()) {
            out.putLong(entry.perms());
            out.putString(entry.id().scheme());
            out.putString(entry.id().id());
        }
    }

    void stat(Stat stat) throws IOException {
        out.putLong(stat.czxid());
        out.putLong(stat.mzxid());
        out.putLong(stat.ctimeMs());
        out.putLong(stat.mtimeMs());
        out.putLong(stat.version());
        out.putLong(stat.cversion());
        out.putLong(stat.aversion());
        out.putLong(stat.ephemeralOwner());
        out.putLong(stat.dataLength());
        out.putLong(stat.numChildren());
        out.putLong(stat.pzxid());
    }

    void outcome(Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Failed failed) {
            out.putByte(FAILED);
            out.putLong(failed.code().number());
        } else if (outcome instanceof Outcome.Created created) {
            out.putByte(CREATED);
            out.putString(created.path());
            stat(created.stat());
        } else if (outcome instanceof Outcome.Deleted) {
            out.putByte(DELETED);
        } else if (outcome instanceof Outcome.DataSet set) {
            out.putByte(DATA_SET);
            stat(set.stat());
        } else if (outcome instanceof Outcome.AclSet set) {
            out.putByte(ACL_SET);
            stat(set.stat());
        } else if (outcome instanceof Outcome.Checked) {
            out.putByte(CHECKED);
        } else if (outcome instanceof Outcome.MultiDone multi) {
            out.putByte(MULTI);
            out.putByte(multi.committed() ? 1 : 0);
            out.putLong(multi.results().size());
            for (Outcome result : multi.results()) {
                outcome(result);
            }
        } else if (outcome instanceof Outcome.TreeDeleted deleted) {
            out.putByte(TREE_DELETED);
            out.putLong(deleted.count());
            out.putByte(deleted.whole() ? 1 : 0);
        } else if (outcome instanceof Outcome.Branched branched) {
            out.putByte(BRANCHED);
            out.putByte(branched.held() ? 1 : 0);
            outcome(branched.done());
        } else {
            throw new IllegalStateException("an outcome that is never kept");
        }
    }
}
