/**
 * Simulation: three whole members, their log, network, disks and clients in one thread under virtual time, with faults and
 * checks; a seed decides everything, and the same seed gives the same events. Depends on the server above its seams only:
 * on no socket, thread or clock.
 */
@NullMarked
package io.ensemble.chaos.sim;

import org.jspecify.annotations.NullMarked;
