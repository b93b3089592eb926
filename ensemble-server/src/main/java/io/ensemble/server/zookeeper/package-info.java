/**
 * The front end for ZooKeeper's clients, as far as it needs no bytes: handshake, requests and their replies, typed. It
 * turns requests into writes, reads and barriers of a lane's session, and what comes of them into replies.
 *
 * <p>Depends on lanes, the state and the protocol's records. Nothing here knows a socket, a buffer or Netty (that is
 * {@code zookeeper.net}), so that a simulation drives it as it is. Each connection is confined to its lane.
 */
@NullMarked
package io.ensemble.server.zookeeper;

import org.jspecify.annotations.NullMarked;
