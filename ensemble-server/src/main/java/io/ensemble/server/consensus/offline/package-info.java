/**
 * The log's files read while nobody runs on them: for tools. Nothing is written. Depends on Ratis' reader of its own
 * files; Ratis' types stay in here. Confined to the caller's thread.
 */
@NullMarked
package io.ensemble.server.consensus.offline;

import org.jspecify.annotations.NullMarked;
