package io.ensemble.server.consensus.formation;

/**
 * This member belongs to an ensemble and has its log, complete.
 *
 * @param clusterId the ensemble's id, the same on every member and never 0
 */
public record Formed(long clusterId) {}
