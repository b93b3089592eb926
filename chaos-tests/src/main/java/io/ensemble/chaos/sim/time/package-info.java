/**
 * Virtual time: one queue of events, in which the threads of all simulated processes take turns in an order that only the
 * seed decides. Depends on the server's loop and clock interfaces alone. Single-threaded.
 */
@NullMarked
package io.ensemble.chaos.sim.time;

import org.jspecify.annotations.NullMarked;
