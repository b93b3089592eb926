/**
 * {@link io.ensemble.junit.EnsembleTest}: tests with real members, which can be killed, paused and restarted. Depends on the
 * client, on the launcher of members in {@code deploy}, and on JUnit 5.
 */
@NullMarked
package io.ensemble.junit;

import org.jspecify.annotations.NullMarked;
