package io.ensemble.state;

import io.ensemble.state.acl.AclList;
import io.ensemble.state.collection.Owner;
import io.ensemble.state.ring.Ring;
import io.ensemble.state.session.Origins;
import io.ensemble.state.session.SessionTable;
import io.ensemble.state.tree.Tree;
import io.ensemble.state.tree.Znode;

/** What an empty log has led to: ZooKeeper's znodes of the first hour, with the stats that they have there. */
final class InitialState {
    static final State STATE = make();

    private InitialState() {}

    private static State make() {
        Owner owner = new Owner();
        Tree tree = Tree.of(fields(AclList.OPEN, 0));
        for (String path : Tree.RESERVED.subList(1, Tree.RESERVED.size())) {
            boolean config = path.endsWith("/config");
            tree = tree.load(owner, path, config ? fields(AclList.READ_ONLY, -1) : fields(AclList.OPEN, 0));
        }
        return new State(tree, SessionTable.EMPTY, Origins.EMPTY, Ring.EMPTY, Limits.DEFAULT, 1, 0, 0);
    }

    private static Znode.Fields fields(AclList acl, int aversion) {
        return new Znode.Fields(0, 0, 0, 0, 0, aversion, 0, 0, new byte[0], acl, null);
    }
}
