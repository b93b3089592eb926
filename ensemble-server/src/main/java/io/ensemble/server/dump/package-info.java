/**
 * {@code ensemble dump}: a log or a snapshot as text, or as lines of JSON, offline. For people who look for what happened
 * and for checkers. Knows the formats and the state machine's values; nothing is changed. Confined to the caller's thread.
 */
@NullMarked
package io.ensemble.server.dump;

import org.jspecify.annotations.NullMarked;
