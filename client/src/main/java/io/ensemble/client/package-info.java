/**
 * The Java client: {@link io.ensemble.client.Ensemble} is a session that moves between members by itself; its writes are
 * done once, whatever happens to connections; its watches lose nothing.
 */
@NullMarked
package io.ensemble.client;

import org.jspecify.annotations.NullMarked;
