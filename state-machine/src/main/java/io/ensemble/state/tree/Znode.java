package io.ensemble.state.tree;

import io.ensemble.state.Stat;
import io.ensemble.state.acl.AclList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One znode of one version of the state. Immutable: safe to read from any thread. */
public final class Znode {

    public Stat stat() {
        throw new UnsupportedOperationException();
    }

    /** The data: null where it was created with none. Must not be changed. */
    public byte @Nullable [] data() {
        throw new UnsupportedOperationException();
    }

    public AclList acl() {
        throw new UnsupportedOperationException();
    }

    public int childCount() {
        throw new UnsupportedOperationException();
    }

    public @Nullable Znode child(String name) {
        throw new UnsupportedOperationException();
    }

    /** Names of the children, sorted. */
    public List<String> childNames() {
        throw new UnsupportedOperationException();
    }

    /** Children by name, sorted. */
    public void forEachChild(BiConsumer<String, Znode> action) {
        throw new UnsupportedOperationException();
    }

    /** All znodes below this one, itself not counted. */
    public long descendantCount() {
        throw new UnsupportedOperationException();
    }
}
