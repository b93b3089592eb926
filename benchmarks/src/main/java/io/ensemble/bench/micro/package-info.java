/**
 * JMH benchmarks of the pure parts: apply and the log's codec. Run with {@code java -cp ... org.openjdk.jmh.Main}.
 * Depends on the state machine and the protocol only; each benchmark thread has a state of its own.
 */
@NullMarked
package io.ensemble.bench.micro;

import org.jspecify.annotations.NullMarked;
