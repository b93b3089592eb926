package io.ensemble.protocol.snapshot;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.state.Limits;
import io.ensemble.state.State;
import io.ensemble.state.apply.Change;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.collection.Owner;
import io.ensemble.state.ring.Ring;
import io.ensemble.state.session.Origins;
import io.ensemble.state.session.Session;
import io.ensemble.state.session.SessionTable;
import io.ensemble.state.session.Window;
import io.ensemble.state.tree.Lifetime;
import io.ensemble.state.tree.Tree;
import io.ensemble.state.tree.Znode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link StateWriter} wrote. Used once. */
final class StateReader {
    private static final Lifetime.Kind[] KINDS = Lifetime.Kind.values();

    private final BlockInput in;
    private final ValueReader values;
    private final Owner owner = new Owner();
    private SessionTable sessions = SessionTable.EMPTY;

    StateReader(BlockInput in) {
        this.in = in;
        this.values = new ValueReader(in);
    }

    State read() throws IOException {
        int rulesVersion = in.getInt();
        if (rulesVersion < 1 || rulesVersion > State.RULES_VERSION_MAX) {
            throw new CorruptDataException("the snapshot follows rules of version " + rulesVersion
                    + "; this program knows them up to " + State.RULES_VERSION_MAX);
        }
        long zxid = in.getLong();
        long logClockMs = in.getLong();
        Limits limits = limits();
        readSessions();
        Origins origins = origins();
        Tree tree = tree();
        Ring ring = ring(tree);
        State state = new State(tree, sessions, origins, ring, limits, rulesVersion, zxid, logClockMs);
        long digest = in.getLong();
        if (digest != state.digest()) {
            throw new CorruptDataException("the digest of the snapshot is wrong: " + Long.toHexString(digest)
                    + " was written, " + Long.toHexString(state.digest()) + " is read");
        }
        return state;
    }

    private Limits limits() throws IOException {
        return new Limits(
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getInt(),
                in.getInt());
    }

    private void readSessions() throws IOException {
        int count = in.getCount();
        for (int i = 0; i < count; i++) {
            Session session = session();
            check(sessions.get(session.id()) == null, "a session occurs twice");
            sessions = sessions.put(owner, session);
        }
    }

    private Session session() throws IOException {
        long id = in.getLong();
        int timeoutMs = in.getInt();
        long attachment = in.getLong();
        int member = in.getInt();
        byte[] password = in.getBytes();
        if (password == null || password.length != Session.PASSWORD_BYTES) {
            throw new CorruptDataException("a session of the snapshot has no password");
        }
        int windowCount = in.getCount();
        return Session.of(id, timeoutMs, attachment, member, password, windowCount == 0 ? null : window(windowCount));
    }

    private Window window(int countMax) throws IOException {
        Window window = Window.of(countMax, in.getLong());
        int count = in.getCount();
        for (int i = 0; i < count; i++) {
            long number = in.getLong();
            Outcome outcome = values.outcome();
            check(number <= window.lastNumber(), "an outcome of a request to come is kept");
            window = window.keep(owner, number, outcome);
        }
        return window;
    }

    private Origins origins() throws IOException {
        Origins origins = Origins.EMPTY;
        int count = in.getCount();
        for (int i = 0; i < count; i++) {
            origins = origins.put(owner, new Origins.Origin(in.getInt(), in.getLong(), in.getLong(), in.getLong()));
        }
        return origins;
    }

    private Tree tree() throws IOException {
        Tree tree = Tree.of(znode());
        for (int count = in.getCount(); count > 0; count = in.getCount()) {
            String folder = in.getString();
            String before = "";
            for (int i = 0; i < count; i++) {
                String name = in.getString();
                check(name.compareTo(before) > 0 && name.indexOf('/') < 0, "names of a folder are out of order");
                String path = Tree.childPath(folder, name);
                Znode.Fields fields = znode();
                tree = tree.load(owner, path, fields);
                own(path, fields.lifetime());
                before = name;
            }
        }
        return tree;
    }

    private void own(String path, @Nullable Lifetime lifetime) {
        if (lifetime != null && lifetime.kind() == Lifetime.Kind.EPHEMERAL) {
            Session session = sessions.get(lifetime.value());
            if (session == null) {
                throw new CorruptDataException("an ephemeral of the snapshot has no session");
            }
            sessions = sessions.put(owner, session.withEphemeral(owner, path));
        }
    }

    private Znode.Fields znode() throws IOException {
        long czxid = in.getLong();
        long mzxid = czxid + in.getLong();
        long ctimeMs = in.getLong();
        long mtimeMs = ctimeMs + in.getLong();
        int version = in.getInt();
        int aversion = in.getInt();
        int creates = in.getInt();
        long pzxid = czxid + in.getLong();
        var acl = values.acl();
        int kind = in.getByte();
        Lifetime lifetime = kind == 0 ? null : new Lifetime(KINDS[kind - 1], in.getLong(), in.getLong());
        return new Znode.Fields(
                czxid, mzxid, ctimeMs, mtimeMs, version, aversion, creates, pzxid, in.getBytes(), acl, lifetime);
    }

    private Ring ring(Tree tree) throws IOException {
        Ring ring = Ring.trimmedTo(in.getLong());
        int count = in.getCount();
        long before = ring.trimmedZxid();
        Map<String, byte[]> earlier = new HashMap<>();
        for (int i = 0; i < count; i++) {
            List<Change> changes = txn(tree, earlier);
            long zxid = changes.get(0).zxid();
            check(zxid > before, "transactions of the ring are out of order");
            ring = ring.append(owner, changes);
            before = zxid;
        }
        return ring;
    }

    private List<Change> txn(Tree tree, Map<String, byte[]> earlier) throws IOException {
        long zxid = in.getLong();
        long logClockMs = in.getLong();
        long sessionId = in.getLong();
        int count = in.getCount();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Change change = change(zxid, logClockMs, sessionId, tree, earlier);
            byte[] data = change.data();
            if (data == null) {
                earlier.remove(change.path());
            } else {
                earlier.put(change.path(), data);
            }
            changes.add(change);
        }
        return changes;
    }

    private Change change(long zxid, long logClockMs, long sessionId, Tree tree, Map<String, byte[]> earlier)
            throws IOException {
        Change.Type type = Change.Type.values()[in.getByte() - 1];
        String path = in.getString();
        var stat = values.stat();
        var acl = values.acl();
        var parentAcl = values.acl();
        byte[] previous = data(path, tree, earlier);
        byte[] data = data(path, tree, earlier);
        return new Change(type, path, zxid, logClockMs, sessionId, stat, data, previous, acl, parentAcl);
    }

    private byte @Nullable [] data(String path, Tree tree, Map<String, byte[]> earlier) throws IOException {
        int where = in.getByte();
        if (where == StateWriter.DATA_HERE) {
            return in.getBytes();
        }
        Znode znode = tree.find(path);
        byte[] found =
                where == StateWriter.DATA_OF_EARLIER_CHANGE ? earlier.get(path) : znode == null ? null : znode.data();
        check(found != null, "data of a change are missing");
        return found;
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new CorruptDataException("the snapshot is wrong: " + what);
        }
    }
}
