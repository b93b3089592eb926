/**
 * How commands get into the log exactly once: a member's numbered batches, resent until applied, and the leader's
 * sequencer, which puts batches of all members together into entries. Confined to the peer loop.
 */
@NullMarked
package io.ensemble.server.proposer;

import org.jspecify.annotations.NullMarked;
