/**
 * The ring of recent changes. One thread changes it; versions are immutable.
 */
@NullMarked
package io.ensemble.state.ring;

import org.jspecify.annotations.NullMarked;
