/**
 * What the log's entries say: the input of apply. Immutable.
 */
@NullMarked
package io.ensemble.state.command;

import org.jspecify.annotations.NullMarked;
