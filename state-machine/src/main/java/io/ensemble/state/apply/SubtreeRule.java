package io.ensemble.state.apply;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Outcome.Failed;
import io.ensemble.state.command.Op;
import io.ensemble.state.path.Paths;
import io.ensemble.state.tree.Tree;
import io.ensemble.state.tree.Znode;
import java.util.List;

/**
 * Deletes whole trees: to watches, rights and counts it is one delete for each znode, children first. One transaction
 * deletes as many znodes as a multi may have operations, so that no command can hold an entry up for long. Stateless.
 */
final class SubtreeRule {
    private SubtreeRule() {}

    static Outcome apply(Transaction tx, Op.DeleteTree op) {
        if (tx.draft.rulesVersion < State.RULES_OF_BRANCHES) {
            return new Failed(ErrorCode.UNIMPLEMENTED);
        }
        String path = op.path();
        if (!Paths.isValid(path) || !TreeRules.mayBeDeleted(path)) {
            return new Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode top = tx.draft.tree.find(path);
        if (top == null) {
            return new Failed(ErrorCode.NO_NODE);
        }
        if (!TreeRules.matches(op.version(), top.version())) {
            return new Failed(ErrorCode.BAD_VERSION);
        }
        int most = tx.draft.limits.multiOpsMax();
        boolean whole = top.descendantCount() < most;
        if (!whole && !op.inParts()) {
            return new Failed(ErrorCode.NOT_EMPTY);
        }
        List<String> paths = Tree.childrenFirst(path, top, most);
        // All rights first: what is refused has changed nothing, also outside a multi.
        for (String each : paths) {
            Znode parent = tx.existing(Paths.parent(each));
            if (!AccessRules.allows(parent.acl(), Perms.DELETE, tx.who)) {
                return new Failed(ErrorCode.NO_AUTH);
            }
        }
        paths.forEach(tx::deleteZnode);
        return new Outcome.TreeDeleted(paths.size(), whole);
    }
}
