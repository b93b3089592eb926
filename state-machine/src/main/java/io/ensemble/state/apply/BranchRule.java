package io.ensemble.state.apply;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import io.ensemble.state.State;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Outcome.Failed;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.Op;
import io.ensemble.state.path.Paths;
import io.ensemble.state.tree.Znode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a branch does: all its conditions are looked at first, as one version has them. Stateless. */
final class BranchRule {
    private BranchRule() {}

    static Outcome apply(Transaction tx, Op.Branch op) {
        if (tx.draft.rulesVersion < State.RULES_OF_BRANCHES) {
            return new Failed(ErrorCode.UNIMPLEMENTED);
        }
        int most = tx.draft.limits.multiOpsMax();
        if (op.conditions().size() > most
                || op.then().size() > most
                || op.otherwise().size() > most) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        boolean held = true;
        for (Condition condition : op.conditions()) {
            // Each is judged, also behind one that does not hold: what may not be read is never told apart by a branch.
            ErrorCode refused = refusal(tx, condition);
            if (refused != null) {
                return new Failed(refused);
            }
            held &= holds(tx.draft.tree.find(condition.path()), condition);
        }
        List<Op> ops = held ? op.then() : op.otherwise();
        return tx.multi(ops) instanceof Outcome.MultiDone done
                ? new Outcome.Branched(held, done)
                : new Failed(ErrorCode.BAD_ARGUMENTS);
    }

    /** A branch that was taken but did nothing takes no zxid, unlike a multi of mere checks, which ZooKeeper gives one. */
    static boolean isTransaction(Outcome.MultiDone done) {
        return done.committed() && !done.results().stream().allMatch(Outcome.Checked.class::isInstance);
    }

    private static @Nullable ErrorCode refusal(Transaction tx, Condition condition) {
        if (!Paths.isValid(condition.path())) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        Znode znode = tx.draft.tree.find(condition.path());
        return znode == null || AccessRules.allows(znode.acl(), Perms.READ, tx.who) ? null : ErrorCode.NO_AUTH;
    }

    private static boolean holds(@Nullable Znode znode, Condition condition) {
        if (znode == null) {
            return condition.kind() == Condition.Kind.ABSENT;
        }
        long value = condition.value();
        Stat stat = znode.stat();
        return switch (condition.kind()) {
            case EXISTS -> true;
            case ABSENT -> false;
            case VERSION -> stat.version() == value;
            case CVERSION -> stat.cversion() == value;
            case CZXID -> stat.czxid() == value;
            case MZXID -> stat.mzxid() == value;
            case OWNER -> stat.ephemeralOwner() == value;
            case DATA -> Arrays.equals(znode.data(), condition.data());
        };
    }
}
