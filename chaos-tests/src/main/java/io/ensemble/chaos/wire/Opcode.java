package io.ensemble.chaos.wire;

import java.util.Map;

/** The operation numbers of ZooKeeper's protocol. Plain numbers, because tests send unknown ones too. */
public final class Opcode {
    public static final int NOTIFICATION = 0;
    public static final int CREATE = 1;
    public static final int DELETE = 2;
    public static final int EXISTS = 3;
    public static final int GET_DATA = 4;
    public static final int SET_DATA = 5;
    public static final int GET_ACL = 6;
    public static final int SET_ACL = 7;
    public static final int GET_CHILDREN = 8;
    public static final int SYNC = 9;
    public static final int PING = 11;
    public static final int GET_CHILDREN2 = 12;
    public static final int CHECK = 13;
    public static final int MULTI = 14;
    public static final int CREATE2 = 15;
    public static final int RECONFIG = 16;
    public static final int CHECK_WATCHES = 17;
    public static final int REMOVE_WATCHES = 18;
    public static final int CREATE_CONTAINER = 19;
    public static final int DELETE_CONTAINER = 20;
    public static final int CREATE_TTL = 21;
    public static final int MULTI_READ = 22;
    public static final int AUTH = 100;
    public static final int SET_WATCHES = 101;
    public static final int SASL = 102;
    public static final int GET_EPHEMERALS = 103;
    public static final int GET_ALL_CHILDREN_NUMBER = 104;
    public static final int SET_WATCHES2 = 105;
    public static final int ADD_WATCH = 106;
    public static final int WHO_AM_I = 107;
    public static final int CLOSE_SESSION = -11;
    public static final int ERROR = -1;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(NOTIFICATION, "notification"),
            Map.entry(CREATE, "create"),
            Map.entry(DELETE, "delete"),
            Map.entry(EXISTS, "exists"),
            Map.entry(GET_DATA, "getData"),
            Map.entry(SET_DATA, "setData"),
            Map.entry(GET_ACL, "getACL"),
            Map.entry(SET_ACL, "setACL"),
            Map.entry(GET_CHILDREN, "getChildren"),
            Map.entry(SYNC, "sync"),
            Map.entry(PING, "ping"),
            Map.entry(GET_CHILDREN2, "getChildren2"),
            Map.entry(CHECK, "check"),
            Map.entry(MULTI, "multi"),
            Map.entry(CREATE2, "create2"),
            Map.entry(RECONFIG, "reconfig"),
            Map.entry(CHECK_WATCHES, "checkWatches"),
            Map.entry(REMOVE_WATCHES, "removeWatches"),
            Map.entry(CREATE_CONTAINER, "createContainer"),
            Map.entry(DELETE_CONTAINER, "deleteContainer"),
            Map.entry(CREATE_TTL, "createTTL"),
            Map.entry(MULTI_READ, "multiRead"),
            Map.entry(AUTH, "auth"),
            Map.entry(SET_WATCHES, "setWatches"),
            Map.entry(SASL, "sasl"),
            Map.entry(GET_EPHEMERALS, "getEphemerals"),
            Map.entry(GET_ALL_CHILDREN_NUMBER, "getAllChildrenNumber"),
            Map.entry(SET_WATCHES2, "setWatches2"),
            Map.entry(ADD_WATCH, "addWatch"),
            Map.entry(WHO_AM_I, "whoAmI"),
            Map.entry(CLOSE_SESSION, "closeSession"));

    private Opcode() {}

    /** The operation's usual name, or its number where it has none. */
    public static String name(int opcode) {
        return NAMES.getOrDefault(opcode, "opcode " + opcode);
    }
}
