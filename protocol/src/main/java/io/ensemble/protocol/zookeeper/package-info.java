/**
 * ZooKeeper's wire protocol: typed records and the bytes that they are on the wire (jute). Nothing here knows sessions,
 * connections or the state; what a request means is decided by the front end.
 *
 * <p>Depends on the state machine's value types (Stat, Acl) and on Netty's buffers. Everything is immutable or
 * stateless: any thread. A length that a client sent is never believed before it is compared with the bytes that are
 * there.
 */
@NullMarked
package io.ensemble.protocol.zookeeper;

import org.jspecify.annotations.NullMarked;
