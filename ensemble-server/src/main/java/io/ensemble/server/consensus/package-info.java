/**
 * The replicated log. {@link io.ensemble.server.consensus.ReplicatedLog} and {@link
 * io.ensemble.server.consensus.LogSink} are all that the rest of a member knows of it; {@link
 * io.ensemble.server.consensus.RatisLog} is the log of production, on Apache Ratis, whose types appear in this package
 * only.
 *
 * <p>Depends on Ratis, on {@code consensus.files} for the file operations whose order matters, and on
 * {@code consensus.formation} for the folder's first making. Threads are named at each type: the sink applies on Ratis'
 * updater thread, proposals come on one thread of the member's, leadership is told by a thread of its own.
 */
@NullMarked
package io.ensemble.server.consensus;

import org.jspecify.annotations.NullMarked;
