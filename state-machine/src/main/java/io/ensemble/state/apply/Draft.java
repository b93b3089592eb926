package io.ensemble.state.apply;

import io.ensemble.state.Limits;
import io.ensemble.state.State;
import io.ensemble.state.collection.Owner;
import io.ensemble.state.ring.Ring;
import io.ensemble.state.session.Origins;
import io.ensemble.state.session.SessionTable;
import io.ensemble.state.tree.Tree;

/** The state while an entry is applied to it. Confined to that. */
final class Draft {
    Owner owner = new Owner();
    Tree tree;
    SessionTable sessions;
    Origins origins;
    Ring ring;
    Limits limits;
    int rulesVersion;
    long zxid;
    long logClockMs;

    Draft(State state) {
        tree = state.tree();
        sessions = state.sessions();
        origins = state.origins();
        ring = state.ring();
        limits = state.limits();
        rulesVersion = state.rulesVersion();
        zxid = state.zxid();
        logClockMs = state.logClockMs();
    }

    /** The version as it is now: no later change touches what it is made of. */
    State freeze() {
        owner = new Owner();
        return new State(tree, sessions, origins, ring, limits, rulesVersion, zxid, logClockMs);
    }

    /** Back to a frozen version. */
    void reset(State state) {
        owner = new Owner();
        tree = state.tree();
        sessions = state.sessions();
        origins = state.origins();
        ring = state.ring();
        limits = state.limits();
        rulesVersion = state.rulesVersion();
        zxid = state.zxid();
        logClockMs = state.logClockMs();
    }
}
