/**
 * Drills: programs that bring real members into one situation again and again and count what their clients notice of it
 * (failover, all killed at once, the very first start, a lock's holder that is cut off, a client that moves). They speak
 * ZooKeeper's wire protocol themselves, so that nothing a client library does hides what the server did; but for those of the
 * native client, which are about what that client promises. Each prints a table of its rounds and exits with 1 where a round was
 * not clean.
 */
@NullMarked
package io.ensemble.chaos.chaos.drill;

import org.jspecify.annotations.NullMarked;
