/**
 * ZooKeeper's client port: Netty's side of the front end. Frames come in, are decoded on the connection's event loop,
 * which is its lane's, and are given to a {@link io.ensemble.server.zookeeper.ZkConnection}; what it answers gathers in
 * one buffer until the lane flushes.
 */
@NullMarked
package io.ensemble.server.zookeeper.net;

import org.jspecify.annotations.NullMarked;
