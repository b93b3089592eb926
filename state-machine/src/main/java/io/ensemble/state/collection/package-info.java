/**
 * The persistent sorted map that all of the state is made of. One thread changes it, under an owner; versions whose owner was
 * given up may be read from any thread.
 */
@NullMarked
package io.ensemble.state.collection;

import org.jspecify.annotations.NullMarked;
