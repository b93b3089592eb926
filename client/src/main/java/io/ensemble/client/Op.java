package io.ensemble.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One write, alone or in a multi. Immutable; arrays must not be changed. */
public sealed interface Op {
    /** Any version will do. */
    int ANY_VERSION = -1;

    String path();

    /**
     * @param acl empty: everybody may do everything
     * @param ttlMs for the modes with a time to live
     */
    record Create(String path, byte @Nullable [] data, CreateMode mode, List<Acl> acl, long ttlMs) implements Op {
        public Create {
            acl = List.copyOf(acl);
        }

        /** Open to everybody. */
        public Create(String path, byte @Nullable [] data, CreateMode mode) {
            this(path, data, mode, List.of(), 0);
        }
    }

    record Set(String path, byte @Nullable [] data, int version) implements Op {}

    record Delete(String path, int version) implements Op {}

    /**
     * A znode and all below it, children first, under one zxid. A tree of more znodes than a multi may have operations is
     * deleted in parts, where that may be, and else not at all (NOT_EMPTY).
     */
    record DeleteTree(String path, int version, boolean inParts) implements Op {}

    /** Fails where the znode is not there, or has another version. */
    record Check(String path, int version) implements Op {}

    record SetAcl(String path, List<Acl> acl, int aversion) implements Op {
        public SetAcl {
            acl = List.copyOf(acl);
        }
    }
}
