/**
 * The members' logs, read from their disks and run through the naive model, which shares no code with the state machine:
 * what clients were answered must be what the log says.
 */
@NullMarked
package io.ensemble.chaos.chaos.replay;

import org.jspecify.annotations.NullMarked;
