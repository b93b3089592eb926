/**
 * Measurements of Ensemble and of ZooKeeper, side by side in one run: the command line, the rows that are measured and
 * the table that is printed. Depends on {@code load} and {@code cluster}; everything here runs on the main thread.
 */
@NullMarked
package io.ensemble.bench;

import org.jspecify.annotations.NullMarked;
