package io.ensemble.server.zookeeper;

import java.util.Set;

/**
 * Bounds of the front end for ZooKeeper's clients.
 *
 * @param requestBytesMax largest request; a larger one is answered with an error and skipped
 * @param setWatchesBytesMax largest setWatches or setWatches2, which name many paths
 * @param skippedBytesMax largest request that is skipped; beyond it the connection is closed
 * @param handshakeTimeoutMs how long a connection may take to ask for a session
 * @param connectionsMax most connections; 0 for no bound
 * @param connectionsPerAddressMax most connections from one address; 0 for no bound
 * @param words four-letter words that are answered
 */
public record ZkSettings(
        int requestBytesMax,
        int setWatchesBytesMax,
        int skippedBytesMax,
        int handshakeTimeoutMs,
        int connectionsMax,
        int connectionsPerAddressMax,
        Set<String> words) {

    /** All words that do not change anything or tell of other clients' paths, and the resets of counters. */
    public static final Set<String> WORDS_DEFAULT =
            Set.of("ruok", "srvr", "stat", "mntr", "isro", "conf", "envi", "cons", "wchs", "dirs", "crst", "srst");

    /** ZooKeeper's bound of a request (jute.maxbuffer), and no more than 1000 connections from one address. */
    public static final ZkSettings DEFAULT =
            new ZkSettings(1_048_575, 16 << 20, 64 << 20, 10_000, 0, 1_000, WORDS_DEFAULT);

    public ZkSettings {
        words = Set.copyOf(words);
    }
}
