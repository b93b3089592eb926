package io.ensemble.protocol.zookeeper;

/**
 * A watch event, as a server sends it.
 *
 * @param type 1 created, 2 deleted, 3 data changed, 4 children changed
 * @param state always {@link #SYNC_CONNECTED} from a server
 */
public record WatcherEvent(int type, int state, String path) {
    public static final int SYNC_CONNECTED = 3;
}
