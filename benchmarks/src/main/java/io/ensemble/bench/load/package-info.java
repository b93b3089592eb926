/**
 * A load generator that speaks ZooKeeper's wire protocol: frames encoded once, few threads, a fixed number of requests
 * in flight on each connection, and a tally in which every request that was sent is found again. Knows nothing of the
 * servers that it loads. A closed loop: a connection sends its next request when an answer comes, so that latencies are
 * those of a server under a fixed number of outstanding requests, not those at a fixed rate.
 */
@NullMarked
package io.ensemble.bench.load;

import org.jspecify.annotations.NullMarked;
