/**
 * Ordered streams between members: what one member's proposer sends to another's, and what the log sends, on the same
 * connection. One TCP connection for each direction of a pair, opened by the side that sends.
 *
 * <p>On the connection stand frames: a length of 4 bytes, then as many bytes. The opener's first frame is a hello, its
 * further ones messages, as {@code PeerCodec} has them, the log's requests and others of {@code PeerFrame}, or empty ones,
 * which ask for a sign of life. The acceptor answers a hello that it takes, and each empty frame, with an empty frame; a
 * hello that it does not take with a line of text, and closes.
 *
 * <p>The stream of messages can begin anew while the connection stays (at the end of a term): the acceptor drops messages
 * from its reset on until the opener, which has heard of it, resumes. The log's requests are not part of that.
 *
 * <p>Depends on Netty, the peer wire's formats, {@code loop}, and the log's interface {@code LogLinks}. All of it is
 * confined to the peer loop but for the bytes of the log's frames, which are written by who sends them.
 */
@NullMarked
package io.ensemble.server.peer;

import org.jspecify.annotations.NullMarked;
