/**
 * What must hold, whatever happens: checked against a reference replica that sees each committed entry once, and against
 * naive models that share no code with the server. Depends on the state machine and on virtual time. Single-threaded.
 */
@NullMarked
package io.ensemble.chaos.sim.check;

import org.jspecify.annotations.NullMarked;
