package io.ensemble.chaos.sim.check;

import io.ensemble.state.State;
import io.ensemble.state.tree.Znode;

/** What a read of a version of the state gives, as text. */
public final class ReadModel {
    private ReadModel() {}

    /** The kinds of read. */
    public enum Kind {
        GET,
        EXISTS,
        CHILDREN
    }

    /** Reads. */
    public static String read(State at, Kind kind, String path) {
        Znode znode = at.find(path);
        if (znode == null) {
            return "NO_NODE";
        }
        return switch (kind) {
            case GET -> Show.data(znode.data()) + " " + znode.stat();
            case EXISTS -> znode.stat().toString();
            case CHILDREN -> znode.childNames() + " " + znode.stat();
        };
    }
}
