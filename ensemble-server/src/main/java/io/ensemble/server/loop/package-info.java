/**
 * Time and turns: the two interfaces through which everything above the log gets a thread and a clock, so that whole
 * members also run in one thread under virtual time.
 */
@NullMarked
package io.ensemble.server.loop;

import org.jspecify.annotations.NullMarked;
