/**
 * The bytes of log entries and of the batches in them, and the reader and writer of bytes that the other formats of
 * Ensemble's own share. Bytes to values and back, nothing else: no I/O, no clock, no state. May depend on the state
 * machine's values only. Every class here is immutable or confined to the call that made it, so all of it may be used
 * from any thread.
 */
@NullMarked
package io.ensemble.protocol.log;

import org.jspecify.annotations.NullMarked;
