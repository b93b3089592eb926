/**
 * The apply loop: a committed entry gives the next state, which is published to a chain that lanes and peer loop follow.
 * One writer, the apply thread; readers need no lock.
 */
@NullMarked
package io.ensemble.server.replica;

import org.jspecify.annotations.NullMarked;
