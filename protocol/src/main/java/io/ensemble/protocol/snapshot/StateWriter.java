package io.ensemble.protocol.snapshot;

import io.ensemble.state.Limits;
import io.ensemble.state.State;
import io.ensemble.state.apply.Change;
import io.ensemble.state.session.Session;
import io.ensemble.state.session.Window;
import io.ensemble.state.tree.Lifetime;
import io.ensemble.state.tree.Tree;
import io.ensemble.state.tree.Znode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state: scalars and limits, sessions, origins, znodes folder by folder (parents first), the ring, the digest.
 * What is written follows from the content alone. Used once.
 */
final class StateWriter {
    /** How the data of a change are written. */
    static final int DATA_HERE = 0;

    static final int DATA_OF_ZNODE = 1;
    static final int DATA_OF_EARLIER_CHANGE = 2;

    private final BlockOutput out;
    private final ValueWriter values;

    StateWriter(BlockOutput out) {
        this.out = out;
        this.values = new ValueWriter(out);
    }

    void write(State state) throws IOException {
        out.putLong(state.rulesVersion());
        out.putLong(state.zxid());
        out.putLong(state.logClockMs());
        limits(state.limits());
        try {
            out.putLong(state.sessionCount());
            state.forEachSession(unchecked(this::session));
            out.putLong(state.origins().size());
            state.origins().forEach(unchecked(origin -> {
                out.putLong(origin.member());
                out.putLong(origin.incarnation());
                out.putLong(origin.nonce());
                out.putLong(origin.lastBatch());
            }));
            tree(state.tree());
            ring(state);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.putLong(state.digest());
    }

    private void limits(Limits limits) throws IOException {
        out.putLong(limits.dataBytesMax());
        out.putLong(limits.pathBytesMax());
        out.putLong(limits.pathDepthMax());
        out.putLong(limits.multiOpsMax());
        out.putLong(limits.ringBytesMax());
        out.putLong(limits.ringMsMax());
        out.putLong(limits.windowCountMax());
        out.putLong(limits.windowBytesMax());
        out.putLong(limits.containerIdleMs());
        out.putLong(limits.sessionTimeoutMsMin());
        out.putLong(limits.sessionTimeoutMsMax());
    }

    private void session(Session session) throws IOException {
        out.putLong(session.id());
        out.putLong(session.timeoutMs());
        out.putLong(session.attachment());
        out.putLong(session.member());
        out.putBytes(session.password());
        Window window = session.window();
        out.putLong(window == null ? 0 : window.countMax());
        if (window != null) {
            out.putLong(window.lastNumber());
            out.putLong(window.count());
            window.forEach((number, outcome) -> {
                try {
                    out.putLong(number);
                    values.outcome(outcome);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private void tree(Tree tree) throws IOException {
        znode(tree.root());
        tree.forEachFolder((path, folder) -> {
            try {
                if (folder.childCount() > 0) {
                    out.putLong(folder.childCount());
                    out.putString(path);
                    folder.forEachChild((name, child) -> named(name, child));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        out.putLong(0);
    }

    private void named(String name, Znode child) {
        try {
            out.putString(name);
            znode(child);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void znode(Znode znode) throws IOException {
        Znode.Fields fields = znode.fields();
        out.putLong(fields.czxid());
        out.putLong(fields.mzxid() - fields.czxid());
        out.putLong(fields.ctimeMs());
        out.putLong(fields.mtimeMs() - fields.ctimeMs());
        out.putLong(fields.version());
        out.putLong(fields.aversion());
        out.putLong(fields.creates());
        out.putLong(fields.pzxid() - fields.czxid());
        values.acl(fields.acl());
        Lifetime lifetime = fields.lifetime();
        out.putByte(lifetime == null ? 0 : 1 + lifetime.kind().ordinal());
        if (lifetime != null) {
            out.putLong(lifetime.value());
            out.putLong(lifetime.sinceMs());
        }
        out.putBytes(fields.data());
    }

    private void ring(State state) throws IOException {
        out.putLong(state.ring().trimmedZxid());
        out.putLong(state.ring().txnCount());
        Map<String, byte[]> earlier = new HashMap<>();
        state.ring().forEach(unchecked(changes -> txn(changes, state.tree(), earlier)));
    }

    private void txn(List<Change> changes, Tree tree, Map<String, byte[]> earlier) throws IOException {
        out.putLong(changes.get(0).zxid());
        out.putLong(changes.get(0).logClockMs());
        out.putLong(changes.get(0).sessionId());
        out.putLong(changes.size());
        for (Change change : changes) {
            out.putByte(change.type().number());
            out.putString(change.path());
            values.stat(change.stat());
            values.acl(change.acl());
            values.acl(change.parentAcl());
            Znode znode = tree.find(change.path());
            boolean stands = znode != null && znode.mzxid() == change.zxid();
            shared(change.previousData(), earlier.get(change.path()), DATA_OF_EARLIER_CHANGE);
            shared(change.data(), stands && znode != null ? znode.data() : null, DATA_OF_ZNODE);
            byte[] data = change.data();
            if (data == null) {
                earlier.remove(change.path());
            } else {
                earlier.put(change.path(), data);
            }
        }
    }

    /** Data, or where the same data are found. */
    private void shared(byte @Nullable [] data, byte @Nullable [] found, int where) throws IOException {
        if (data != null && Arrays.equals(data, found)) {
            out.putByte(where);
        } else {
            out.putByte(DATA_HERE);
            out.putBytes(data);
        }
    }

    private interface Writing<T> {
        void write(T value) throws IOException;
    }

    private static <T> Consumer<T> unchecked(Writing<T> writing) {
        return value -> {
            try {
                writing.write(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
