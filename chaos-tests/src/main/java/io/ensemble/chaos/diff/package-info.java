/**
 * The difference finder: seeded random scripts go over the wire to ZooKeeper and to Ensemble, and everything that the two
 * answer is compared; what differs is shrunk to a few steps and printed with the command that repeats it. ZooKeeper is the
 * oracle, so that no second opinion on its rules has to be written down here; what may differ is listed in
 * {@link io.ensemble.chaos.diff.AllowedDifference}.
 *
 * <p>A {@link io.ensemble.chaos.diff.Generator} makes a {@link io.ensemble.chaos.diff.Script} of
 * {@link io.ensemble.chaos.diff.Action}s, a {@link io.ensemble.chaos.diff.ScriptRunner} plays it to one
 * {@link io.ensemble.chaos.diff.Target} and keeps a {@link io.ensemble.chaos.diff.Transcript}, and a
 * {@link io.ensemble.chaos.diff.Comparison} puts two of them side by side.
 *
 * <p>Depends on {@code io.ensemble.chaos.wire}; ZooKeeper's classes are met in one class, the server that is compared
 * with. A script is played by one thread; scripts of a run may be played side by side.
 */
@NullMarked
package io.ensemble.chaos.diff;

import org.jspecify.annotations.NullMarked;
