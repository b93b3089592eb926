package io.ensemble.state.command;

import io.ensemble.state.acl.Acl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks to be written. Arguments are as the client gave them: apply checks them all and answers with an
 * error code, so that every member decides alike.
 *
 * <p>Immutable; arrays must not be changed by anybody.
 */
public sealed interface Op {

    /**
     * Creates a znode.
     *
     * @param data null is legal, and reads back as null
     * @param acl null is as good as empty: it is refused with INVALID_ACL
     * @param ttlMs time to live for the TTL modes; ignored for the others
     */
    record Create(
            String path, byte @Nullable [] data, @Nullable List<Acl> acl, CreateMode mode, long ttlMs) implements Op {}

    /** Deletes a znode without children. {@code version} -1 stands for any. */
    record Delete(String path, int version) implements Op {}

    /**
     * Deletes a znode without children that is no ephemeral, whatever its version: what ZooKeeper sends itself for empty
     * containers, and takes from clients too. Unlike there it needs the right to delete.
     */
    record DeleteContainer(String path) implements Op {}

    /** Sets a znode's data. {@code version} -1 stands for any. */
    record SetData(String path, byte @Nullable [] data, int version) implements Op {}

    /** Sets a znode's ACL. {@code aversion} -1 stands for any. */
    record SetAcl(String path, @Nullable List<Acl> acl, int aversion) implements Op {}

    /** Checks that a znode exists, with this version; -1 stands for any. From ZooKeeper's wire only inside a multi. */
    record Check(String path, int version) implements Op {}

    /** All or nothing, under one zxid: each operation sees what those before it did. Multis do not nest. */
    record Multi(List<Op> ops) implements Op {
        public Multi {
            ops = List.copyOf(ops);
        }
    }

    /**
     * Deletes a znode and all that is below it, children first, under one zxid. From rules version 2 on.
     *
     * @param version of the znode itself; -1 stands for any
     * @param inParts what is done about more znodes than one transaction takes: as many of them as it takes are deleted,
     *     children first, or none
     */
    record DeleteTree(String path, int version, boolean inParts) implements Op {}

    /**
     * Does the one or the other list of operations, each as a multi does them: what to do is decided where it is done.
     * Neither within a multi nor within another one. From rules version 2 on.
     *
     * @param conditions all of them must hold for {@code then}
     */
    record Branch(List<Condition> conditions, List<Op> then, List<Op> otherwise) implements Op {
        public Branch {
            conditions = List.copyOf(conditions);
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** Ends the session and deletes its ephemerals, under one zxid. Not within a multi. */
    record CloseSession() implements Op {}

    /**
     * What could not be read as an operation, in its place among others of a multi or alone: always fails with the
     * code, so that a request that is wrong in itself keeps its order.
     */
    record Invalid(io.ensemble.state.ErrorCode code) implements Op {}
}
