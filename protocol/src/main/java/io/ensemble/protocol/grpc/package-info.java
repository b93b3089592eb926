/**
 * The native API as gRPC knows it: one service over the messages that are generated from {@code ensemble/v1/ensemble.proto}.
 */
@NullMarked
package io.ensemble.protocol.grpc;

import org.jspecify.annotations.NullMarked;
