/**
 * Ratis' own linearizable reads, in the situation in which Ensemble's are tried: a register on stock Ratis, without any of
 * Ensemble's code, to see that the drill finds stale answers where there are some.
 */
@NullMarked
package io.ensemble.chaos.chaos.ratis;

import org.jspecify.annotations.NullMarked;
