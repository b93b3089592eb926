/**
 * How a connection proves who it is. Depends on the state machine's identities only; what an identity may do is decided
 * there. Immutable: any thread.
 */
@NullMarked
package io.ensemble.server.auth;

import org.jspecify.annotations.NullMarked;
