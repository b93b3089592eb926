package io.ensemble.protocol.peer;

/**
 * How a stream begins: the member that opened it says who it is and whom it means. Immutable.
 *
 * @param from the member that opened the stream
 * @param to the member that it takes the other side for
 * @param process drawn at random when the opening process started
 * @param stream rises with each stream that this process opens: an older one is refused behind a newer one
 */
public record PeerHello(int from, int to, long process, long stream) {}
