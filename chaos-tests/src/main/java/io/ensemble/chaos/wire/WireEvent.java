package io.ensemble.chaos.wire;

import org.jspecify.annotations.Nullable;

/** The WatcherEvent record. */
public record WireEvent(int type, int state, @Nullable String path) {

    public static WireEvent read(JuteReader in) {
        return new WireEvent(in.int32(), in.int32(), in.string());
    }

    /** The usual name of an event type. */
    public static String typeName(int type) {
        return switch (type) {
            case -1 -> "None";
            case 1 -> "NodeCreated";
            case 2 -> "NodeDeleted";
            case 3 -> "NodeDataChanged";
            case 4 -> "NodeChildrenChanged";
            default -> "type " + type;
        };
    }
}
