/**
 * What is done to members: a schedule drawn from a seed, and the nemesis that carries it out. The same seed gives the
 * same schedule; what it meets is up to the machine. The nemesis runs on a thread of its own.
 */
@NullMarked
package io.ensemble.chaos.chaos.fault;

import org.jspecify.annotations.NullMarked;
