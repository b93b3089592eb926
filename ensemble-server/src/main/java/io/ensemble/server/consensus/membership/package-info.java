/**
 * Who is part of the ensemble, and how that changes while it runs: what the log's own configuration says, the rules for a
 * change, the one thread that makes changes and takes back members that lost their data, and what is asked of it over the
 * formation port. Nothing in here knows which log it is.
 */
@NullMarked
package io.ensemble.server.consensus.membership;

import org.jspecify.annotations.NullMarked;
