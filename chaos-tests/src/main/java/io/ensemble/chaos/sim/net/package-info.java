/**
 * The network between simulated processes: delays, partitions (one-way too), ordered streams that stall and break.
 * Depends on virtual time and the server's peer interface. Single-threaded.
 */
@NullMarked
package io.ensemble.chaos.sim.net;

import org.jspecify.annotations.NullMarked;
