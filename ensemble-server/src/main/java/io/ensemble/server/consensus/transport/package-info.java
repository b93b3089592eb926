/**
 * How the log's entries go from the leader to the others: on our own connections, sent by the thread that has something to
 * send. Votes, snapshots and administration stay on Ratis' gRPC. It stands in Ratis' place for a log appender and for what
 * receives its requests; nothing in Ratis is changed.
 *
 * <p>Depends on Ratis, and on no transport: what carries the frames is behind {@code LogLinks}.
 *
 * <p>Threads: an appender is driven by whoever notifies it, one at a time, and by a daemon of its own for heartbeats,
 * snapshots and followers that lag. Requests and answers arrive on the peer loop.
 */
@NullMarked
package io.ensemble.server.consensus.transport;

import org.jspecify.annotations.NullMarked;
