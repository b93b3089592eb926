/** The native API's port, on the lanes' event loops. */
@NullMarked
package io.ensemble.server.grpc.net;

import org.jspecify.annotations.NullMarked;
