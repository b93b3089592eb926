/**
 * The replicated state as one immutable value, and its bounds. Depends on nothing but the JDK; no clock, thread, randomness,
 * I/O or logging. Everything here may be read from any thread.
 */
@NullMarked
package io.ensemble.state;

import org.jspecify.annotations.NullMarked;
