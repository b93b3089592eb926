/**
 * A naive model of the replicated state: ZooKeeper's rules written down once more, from its documentation, as plainly as
 * can be and sharing no code with the state machine. It is what the state machine is compared with, command by command.
 * Depends on the state machine's values (commands, outcomes, stats) only. Confined to one thread.
 */
@NullMarked
package io.ensemble.chaos.model;

import org.jspecify.annotations.NullMarked;
