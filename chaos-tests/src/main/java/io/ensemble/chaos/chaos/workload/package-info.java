/**
 * What the clients do: compare-and-set registers, unique sequences, ephemerals that come and go with their sessions, and
 * watches, each drawn from a seed. A worker is one client process: it runs on a thread of its own, has one call or one
 * burst of calls out at a time, and opens a new session where the old one is over.
 */
@NullMarked
package io.ensemble.chaos.chaos.workload;

import org.jspecify.annotations.NullMarked;
