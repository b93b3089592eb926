package io.ensemble.client;

/** What a read may show. */
public enum ReadMode {
    /** What the member has: maybe a little behind, never behind what this session has seen or written. */
    LOCAL,
    /** Nothing older than what was acknowledged to anybody before the read was asked for. */
    LINEARIZABLE
}
