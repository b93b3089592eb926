/**
 * One run of real members under load and faults, from its seed to its verdict, and its command line. What a run leaves
 * (history, configuration, data and output of the members, verdict) is in one folder and can be checked again.
 */
@NullMarked
package io.ensemble.chaos.chaos.run;

import org.jspecify.annotations.NullMarked;
