package io.ensemble.server.dump;

import io.ensemble.protocol.snapshot.SnapshotCodec.Snapshot;
import io.ensemble.state.Stat;
import io.ensemble.state.State;
import io.ensemble.state.session.Session;
import io.ensemble.state.tree.Znode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A snapshot's state as facts: one of the whole, then each member's origin, session and znode. Immutable. */
final class SnapshotFacts {
    private final CommandFacts commands;

    SnapshotFacts(CommandFacts commands) {
        this.commands = commands;
    }

    void print(Snapshot snapshot, long clusterId, Printer to) {
        State state = snapshot.state();
        to.print(summary(snapshot, clusterId));
        state.origins()
                .forEach(origin -> to.print(new Facts("origin")
                        .number("member", origin.member())
                        .number("incarnation", origin.incarnation())
                        .number("lastBatch", origin.lastBatch())));
        state.forEachSession(session -> to.print(session(session)));
        printTree(state, to);
    }

    static Facts summary(Snapshot snapshot, long clusterId) {
        State state = snapshot.state();
        return new Facts("snapshot")
                .number("index", snapshot.index())
                .number("term", snapshot.term())
                .text("cluster", String.format("%016x", clusterId))
                .number("zxid", state.zxid())
                .number("logClockMs", state.logClockMs())
                .hex("digest", state.digest())
                .number("rules", state.rulesVersion())
                .number("znodes", state.znodeCount())
                .number("ephemerals", state.ephemeralCount())
                .number("sessions", state.sessionCount())
                .text("limits", state.limits().toString());
    }

    private static Facts session(Session session) {
        return new Facts("session")
                .hex("id", session.id())
                .number("timeoutMs", session.timeoutMs())
                .number("attachment", session.attachment())
                .number("member", session.member())
                .number("ephemerals", session.ephemeralCount());
    }

    /** Parents before children, siblings by name; a stack of its own, so that depth costs no stack of the thread. */
    private void printTree(State state, Printer to) {
        record Step(String path, Znode znode) {}

        Deque<Step> next = new ArrayDeque<>();
        Znode root = state.find("/");
        if (root != null) {
            next.push(new Step("/", root));
        }
        while (!next.isEmpty()) {
            Step step = next.pop();
            to.print(znode(step.path, step.znode));
            List<Step> children = new ArrayList<>();
            String prefix = step.path.equals("/") ? "/" : step.path + "/";
            step.znode.forEachChild((name, child) -> children.add(new Step(prefix + name, child)));
            for (int i = children.size() - 1; i >= 0; i--) {
                next.push(children.get(i));
            }
        }
    }

    private Facts znode(String path, Znode znode) {
        Stat stat = znode.stat();
        Facts facts = new Facts("znode")
                .text("path", path)
                .number("czxid", stat.czxid())
                .number("mzxid", stat.mzxid())
                .number("pzxid", stat.pzxid())
                .number("ctimeMs", stat.ctimeMs())
                .number("mtimeMs", stat.mtimeMs())
                .number("version", stat.version())
                .number("cversion", stat.cversion())
                .number("aversion", stat.aversion())
                .number("children", stat.numChildren());
        if (stat.ephemeralOwner() != 0) {
            facts.hex("ephemeralOwner", stat.ephemeralOwner());
        }
        commands.data(facts, znode.data());
        return facts.text("acl", CommandFacts.acl(znode.acl().entries()));
    }
}
