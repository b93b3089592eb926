/**
 * What happened in a run, as the clients saw it: every call with its beginning and its end, every watch event, every
 * fault, in one order, kept in memory and written as JSON lines so that a run can be checked again later. Depends on
 * nothing but Jackson. {@code Recorder} may be called by any thread; everything else is immutable.
 */
@NullMarked
package io.ensemble.chaos.chaos.history;

import org.jspecify.annotations.NullMarked;
