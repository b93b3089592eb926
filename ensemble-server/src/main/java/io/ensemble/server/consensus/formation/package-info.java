/**
 * How members that have nothing become one ensemble, exactly once: agreed upon by all of them before any of them starts
 * its log, and proof against a crash of any of them at any moment.
 *
 * <p>Depends on {@code consensus.files} and on the JDK, and knows nothing of Ratis. {@link
 * io.ensemble.server.consensus.formation.Formation} blocks the thread that starts the member; one daemon thread answers
 * the other members for as long as the process lives.
 */
@NullMarked
package io.ensemble.server.consensus.formation;

import org.jspecify.annotations.NullMarked;
