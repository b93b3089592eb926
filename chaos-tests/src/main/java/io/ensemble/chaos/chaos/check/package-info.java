/**
 * What must hold of a history whatever happened to the members: checkers, each of one rule, that say what was broken and
 * by which calls. Pure: they read a history and nothing else, so that a kept one can be checked again.
 */
@NullMarked
package io.ensemble.chaos.chaos.check;

import org.jspecify.annotations.NullMarked;
