/**
 * The native API: sessions as streams of messages, over the lanes that ZooKeeper's clients are on. Protobuf's classes stay
 * here; what a stream asks for becomes requests of its session, and what is answered becomes messages again.
 */
@NullMarked
package io.ensemble.server.grpc;

import org.jspecify.annotations.NullMarked;
