/**
 * The hashes that the state's digest is a sum of. Pure.
 */
@NullMarked
package io.ensemble.state.digest;

import org.jspecify.annotations.NullMarked;
