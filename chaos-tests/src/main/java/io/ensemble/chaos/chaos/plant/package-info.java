/**
 * Planted bugs: what the checkers must find before they can be trusted. A plant is a change of a line or two of the
 * program's own source; the changed classes stand before the right ones on a member's class path, so that production
 * carries no switch for any of them.
 */
@NullMarked
package io.ensemble.chaos.chaos.plant;

import org.jspecify.annotations.NullMarked;
