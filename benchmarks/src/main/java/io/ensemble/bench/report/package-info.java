/** What a run of the benchmarks leaves behind: its figures as JSON, and a page for people. */
@NullMarked
package io.ensemble.bench.report;

import org.jspecify.annotations.NullMarked;
