/**
 * Simulated clients and the server's side of their connections: a front end without bytes, which drives lanes as the real
 * one does and hands everything that it writes to the checks. Single-threaded.
 */
@NullMarked
package io.ensemble.chaos.sim.client;

import org.jspecify.annotations.NullMarked;
