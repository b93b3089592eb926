package io.ensemble.protocol.zookeeper;

/**
 * One request of a client, behind its handshake: ZooKeeper's RequestHeader and the record that follows it.
 *
 * @param xid the client's number for it, which its reply carries; negative ones have meanings of their own
 */
public record ZkRequest(int xid, ZkOp op) {}
