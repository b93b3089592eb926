/**
 * Real members: each a process of its own, started by its command line and configuration file as in a deployment,
 * killed, paused and started again by signals. Knows members by process id, ports and ZooKeeper's four-letter words, and
 * nothing of what is inside. A cluster is confined to one thread unless a method says otherwise.
 */
@NullMarked
package io.ensemble.chaos.chaos.cluster;

import org.jspecify.annotations.NullMarked;
