/**
 * Ordered streams between members: what one member's proposer sends to another's. One TCP connection for each direction of
 * a pair, opened by the side that sends.
 *
 * <p>On the connection stand frames: a length of 4 bytes, then as many bytes. The opener's first frame is a hello, its
 * further ones messages, as {@code PeerCodec} has them, or empty ones, which ask for a sign of life. The acceptor answers
 * a hello that it takes, and each empty frame, with an empty frame; a hello that it does not take with a line of text, and
 * closes.
 *
 * <p>Depends on Netty, the peer wire's formats and {@code loop}. All of it is confined to the peer loop.
 */
@NullMarked
package io.ensemble.server.peer;

import org.jspecify.annotations.NullMarked;
