/**
 * What members send to each other beside the replicated log: messages to the leader's proposer and back, as bytes and as
 * values. No I/O, no clock, no state. May depend on the state machine's values and on the log's formats. Everything here
 * is immutable: any thread.
 */
@NullMarked
package io.ensemble.protocol.peer;

import org.jspecify.annotations.NullMarked;
