/**
 * The servers that are measured: three processes of ZooKeeper, three of Ensemble, or a running ensemble that is only
 * given by its addresses; what they used of processor and memory, from {@code /proc}. Main thread only.
 */
@NullMarked
package io.ensemble.bench.cluster;

import org.jspecify.annotations.NullMarked;
