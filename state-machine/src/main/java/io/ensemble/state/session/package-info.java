/**
 * Sessions with the kept outcomes of their requests, and the origins of batches. One thread changes them; versions are
 * immutable.
 */
@NullMarked
package io.ensemble.state.session;

import org.jspecify.annotations.NullMarked;
