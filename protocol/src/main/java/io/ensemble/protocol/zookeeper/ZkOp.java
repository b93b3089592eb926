package io.ensemble.protocol.zookeeper;

import io.ensemble.state.acl.Acl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for: one record for each opcode, with the fields in the order of the wire. Fields are as the client
 * sent them; only what could not be read at all is {@link Malformed}; a path that is null is malformed, or empty where an
 * empty one is refused alike. Immutable; arrays must not be changed by anybody.
 */
public sealed interface ZkOp {

    /** The number of this request on the wire. */
    int opCode();

    /**
     * create, create2 and createContainer.
     *
     * @param opCode which of them
     * @param acl null and empty are both illegal
     * @param flags a mode of CreateMode, or anything
     */
    record Create(
            int opCode,
            String path,
            byte @Nullable [] data,
            @Nullable List<Acl> acl,
            int flags) implements ZkOp {}

    record CreateTtl(
            String path, byte @Nullable [] data, @Nullable List<Acl> acl, int flags, long ttlMs) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.CREATE_TTL;
        }
    }

    record Delete(String path, int version) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.DELETE;
        }
    }

    record DeleteContainer(String path) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.DELETE_CONTAINER;
        }
    }

    record Exists(String path, boolean watch) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.EXISTS;
        }
    }

    record GetData(String path, boolean watch) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.GET_DATA;
        }
    }

    record SetData(String path, byte @Nullable [] data, int version) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.SET_DATA;
        }
    }

    record GetAcl(String path) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.GET_ACL;
        }
    }

    record SetAcl(String path, @Nullable List<Acl> acl, int aversion) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.SET_ACL;
        }
    }

    record GetChildren(String path, boolean watch) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.GET_CHILDREN;
        }
    }

    record Sync(@Nullable String path) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.SYNC;
        }
    }

    record Ping() implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.PING;
        }
    }

    record GetChildren2(String path, boolean watch) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.GET_CHILDREN_2;
        }
    }

    /** Legal only within a multi. */
    record Check(String path, int version) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.CHECK;
        }
    }

    /**
     * multi and multiRead.
     *
     * @param opCode which of them
     * @param ops each a Create, CreateTtl, Delete, SetData or Check; or each a GetData or GetChildren
     */
    record Multi(int opCode, List<ZkOp> ops) implements ZkOp {
        public Multi {
            ops = List.copyOf(ops);
        }
    }

    record Reconfig(
            @Nullable String joining,
            @Nullable String leaving,
            @Nullable String newMembers,
            long configVersion) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.RECONFIG;
        }
    }

    /** @param type 1 children, 2 data, 3 any, 4 persistent, 5 persistent recursive */
    record CheckWatches(String path, int type) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.CHECK_WATCHES;
        }
    }

    /** @param type as for {@link CheckWatches} */
    record RemoveWatches(String path, int type) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.REMOVE_WATCHES;
        }
    }

    record Auth(int type, @Nullable String scheme, byte @Nullable [] auth) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.AUTH;
        }
    }

    /**
     * setWatches and setWatches2; the former has no persistent watches.
     *
     * @param opCode which of them
     * @param relativeZxid the last zxid that the client has seen
     */
    record SetWatches(
            int opCode,
            long relativeZxid,
            List<String> data,
            List<String> exist,
            List<String> child,
            List<String> persistent,
            List<String> recursive)
            implements ZkOp {
        public SetWatches {
            data = List.copyOf(data);
            exist = List.copyOf(exist);
            child = List.copyOf(child);
            persistent = List.copyOf(persistent);
            recursive = List.copyOf(recursive);
        }
    }

    record Sasl(byte @Nullable [] token) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.SASL;
        }
    }

    record GetEphemerals(@Nullable String prefix) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.GET_EPHEMERALS;
        }
    }

    record GetAllChildrenNumber(String path) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.GET_ALL_CHILDREN_NUMBER;
        }
    }

    /** @param mode 0 persistent, 1 persistent recursive */
    record AddWatch(String path, int mode) implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.ADD_WATCH;
        }
    }

    record WhoAmI() implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.WHO_AM_I;
        }
    }

    record CloseSession() implements ZkOp {
        @Override
        public int opCode() {
            return OpCodes.CLOSE_SESSION;
        }
    }

    /** An opcode that no client may use, or that nobody knows. */
    record Unknown(int opCode) implements ZkOp {}

    /** A known opcode with a body that is no such record. */
    record Malformed(int opCode) implements ZkOp {}
}
