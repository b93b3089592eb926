/**
 * ZooKeeper's path rules. Pure.
 */
@NullMarked
package io.ensemble.state.path;

import org.jspecify.annotations.NullMarked;
