/**
 * Znodes and the tree of them, with what is counted over it. One thread changes it; versions are immutable.
 */
@NullMarked
package io.ensemble.state.tree;

import org.jspecify.annotations.NullMarked;
