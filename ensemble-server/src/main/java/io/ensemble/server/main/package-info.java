/**
 * Wiring only: the one place that says {@code new} for everything of production, and the command line of a member.
 */
@NullMarked
package io.ensemble.server.main;

import org.jspecify.annotations.NullMarked;
