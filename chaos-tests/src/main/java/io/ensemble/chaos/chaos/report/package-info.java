/** What a run looked like, for people: faults, throughput and outages over time, on one page without anything from elsewhere. */
@NullMarked
package io.ensemble.chaos.chaos.report;

import org.jspecify.annotations.NullMarked;
