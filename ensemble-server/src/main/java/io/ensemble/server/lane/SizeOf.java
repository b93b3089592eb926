package io.ensemble.server.lane;

import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About how many bytes an operation takes in a batch: what bounds are kept by. */
final class SizeOf {
    private static final int FIXED = 48;

    private SizeOf() {}

    static int op(Op op) {
        if (op instanceof Op.Create create) {
            return FIXED + create.path().length() + data(create.data()) + acl(create.acl());
        } else if (op instanceof Op.SetData set) {
            return FIXED + set.path().length() + data(set.data());
        } else if (op instanceof Op.SetAcl set) {
            return FIXED + set.path().length() + acl(set.acl());
        } else if (op instanceof Op.Delete delete) {
            return FIXED + delete.path().length();
        } else if (op instanceof Op.DeleteContainer delete) {
            return FIXED + delete.path().length();
        } else if (op instanceof Op.Check check) {
            return FIXED + check.path().length();
        } else if (op instanceof Op.Multi multi) {
            return all(multi.ops());
        } else if (op instanceof Op.DeleteTree delete) {
            return FIXED + delete.path().length();
        } else if (op instanceof Op.Branch branch) {
            int sum = all(branch.then()) + all(branch.otherwise());
            for (Condition one : branch.conditions()) {
                sum += FIXED + one.path().length() + data(one.data());
            }
            return sum;
        }
        return FIXED;
    }

    private static int all(List<Op> ops) {
        int sum = FIXED;
        for (Op one : ops) {
            sum += op(one);
        }
        return sum;
    }

    /** As if no other command of the batch had the same: too much rather than too little. */
    static int identities(Identities who) {
        int sum = 16;
        for (Id id : who.ids()) {
            sum += 16 + id.scheme().length() + 3 * id.id().length();
        }
        return sum;
    }

    private static int data(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }

    private static int acl(@Nullable List<Acl> acl) {
        int sum = 0;
        if (acl != null) {
            for (Acl one : acl) {
                sum += 16 + one.id().scheme().length() + one.id().id().length();
            }
        }
        return sum;
    }
}
