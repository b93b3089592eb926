/**
 * A model of the replicated log: Raft's terms, elections, commitment, flushing, snapshots and installs in a few hundred
 * lines, with the freedoms that Apache Ratis takes. Depends on virtual time, the network and the server's log interface.
 * Single-threaded.
 */
@NullMarked
package io.ensemble.chaos.sim.log;

import org.jspecify.annotations.NullMarked;
