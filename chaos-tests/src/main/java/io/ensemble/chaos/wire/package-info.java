/**
 * A small raw client of ZooKeeper's wire protocol for tests: it sends exactly the bytes that it is told to, pipelined or
 * not, and keeps replies and events in the order in which they arrived. Written from the protocol's description and
 * independent of the product's codec, so that an error there is seen here.
 *
 * <p>Depends on nothing but the JDK. A {@link io.ensemble.chaos.wire.WireConnection} is used by one thread; all other
 * types are immutable or confined to their user.
 */
@NullMarked
package io.ensemble.chaos.wire;

import org.jspecify.annotations.NullMarked;
