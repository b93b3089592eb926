/**
 * Real members under load and faults: the command line. The parts are in the packages below: cluster and faults,
 * clients and workloads, histories and their checkers, and the runs that put them together.
 */
@NullMarked
package io.ensemble.chaos.chaos;

import org.jspecify.annotations.NullMarked;
