/**
 * Which sessions are alive: the leader's expiry, and a member's knowledge of how fresh its own are. Knows neither log
 * nor network.
 */
@NullMarked
package io.ensemble.server.session;

import org.jspecify.annotations.NullMarked;
