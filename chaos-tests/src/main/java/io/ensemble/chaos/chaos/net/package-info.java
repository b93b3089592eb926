/**
 * A network of the program's own for the members: namespaces joined by a bridge, and what can be done to the packets
 * between them. Linux and root; {@code Network.missing} says what is not there.
 */
@NullMarked
package io.ensemble.chaos.chaos.net;

import org.jspecify.annotations.NullMarked;
