package io.ensemble.client.recipes;

/**
 * Whose names the places of a lock or an election have. Curator and kazoo do not know each other's places, so that all who
 * meet at one path must use one of them.
 */
public enum Naming {
    /** Those of Curator's InterProcessMutex and LeaderLatch. */
    CURATOR,
    /** Those of kazoo's Lock and Election. */
    KAZOO
}
