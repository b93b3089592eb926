package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.protocol.peer.PeerFrame;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.server.consensus.transport.LogLinks;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.loop.NettyLoop;
import io.ensemble.server.tls.MemberTls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Streams over TCP, all of them on the peer loop: the proposers' messages, and the log's requests beside them on the same
 * connections. Made before its server listens; closed last.
 *
 * <p>Confined to the peer loop but for {@link #listen}, {@link #close} and what is of {@link LogLinks}.
 */
public final class NettyPeerLinks implements PeerLinks, LogLinks, AutoCloseable {
    private final Self self;
    private final NettyLoop loop;
    private final Receiver receiver;
    private final Map<Integer, OutgoingStream> outgoing = new ConcurrentHashMap<>();
    private final StreamContext context;
    private final PeerServer server;
    private final Resolver resolver = new Resolver();
    private volatile LogLinks.Handler log = NoLog.INSTANCE;
    private boolean closed;

    /**
     * Who this member is to the others.
     *
     * @param member its number
     * @param process drawn at random when the process started
     */
    public record Self(int member, long process) {}

    /**
     * @param others where the other members' servers listen, by number; names are looked up at each attempt
     */
    public NettyPeerLinks(
            Self self,
            Map<Integer, InetSocketAddress> others,
            PeerCodec codec,
            PeerSettings settings,
            NettyLoop loop,
            Clock clock,
            Receiver receiver,
            PeerProbe probe) {
        this(self, others, codec, settings, loop, clock, receiver, probe, null);
    }

    /** @param secured TLS on all connections, where there is any */
    public NettyPeerLinks(
            Self self,
            Map<Integer, InetSocketAddress> others,
            PeerCodec codec,
            PeerSettings settings,
            NettyLoop loop,
            Clock clock,
            Receiver receiver,
            PeerProbe probe,
            @Nullable MemberTls secured) {
        PeerTls tls = secured == null ? null : new PeerTls(secured);
        this.self = self;
        this.loop = loop;
        this.receiver = untilClosed(receiver);
        server = new PeerServer(
                self.member(),
                others.keySet(),
                codec,
                settings,
                loop,
                this.receiver,
                () -> log,
                probe,
                new LineLimit(clock),
                tls);
        context = new StreamContext(
                self,
                codec,
                settings,
                loop,
                clock,
                resolver,
                new LineLimit(clock),
                this.receiver,
                () -> log,
                probe,
                tls);
        others.forEach((member, address) -> outgoing.put(member, new OutgoingStream(member, address, context)));
    }

    /** From now on these are the others: what is open to one that is elsewhere now, or gone, is closed. On the peer loop. */
    public void others(Map<Integer, InetSocketAddress> others) {
        if (closed) {
            return;
        }
        for (int member : outgoing.keySet()) {
            if (!others.containsKey(member)) {
                dropped(outgoing.remove(member));
            }
        }
        others.forEach(this::reach);
        server.others(others.keySet());
    }

    @Override
    public void reach(int member, String host, int port) {
        reach(member, InetSocketAddress.createUnresolved(host, port));
    }

    private void reach(int member, InetSocketAddress address) {
        OutgoingStream present = outgoing.get(member);
        if (present == null || !present.leadsTo(address)) {
            dropped(outgoing.put(member, new OutgoingStream(member, address, context)));
        }
    }

    private void dropped(@Nullable OutgoingStream stream) {
        if (stream != null) {
            loop.execute(stream::close);
        }
    }

    /**
     * Takes connections of the other members.
     *
     * @return the port, for an address with port 0
     * @throws IOException where the address cannot be had, in one line
     */
    public int listen(InetSocketAddress address) throws IOException {
        return server.listen(address);
    }

    @Override
    public void send(int member, PeerMessage message) {
        if (closed) {
            return;
        }
        if (member == self.member()) {
            loop.execute(() -> receiver.received(member, message));
            return;
        }
        OutgoingStream stream = outgoing.get(member);
        if (stream == null) {
            // It leads already, and the configuration that has it is not known here yet.
            loop.execute(() -> receiver.broken(member));
            return;
        }
        stream.send(message);
    }

    @Override
    public void closeAll() {
        outgoing.values().forEach(OutgoingStream::restart);
        server.resetStreams();
    }

    @Override
    public void attach(LogLinks.Handler handler) {
        log = handler;
    }

    @Override
    public void request(int member, Frame request) throws IOException {
        OutgoingStream stream = outgoing.get(member);
        if (stream == null) {
            throw new IOException("no member has the number " + member);
        }
        ByteBuf frame = Frames.log(ByteBufAllocator.DEFAULT, PeerFrame.LOG_REQUEST, request);
        if (loop.eventLoop().inEventLoop()) {
            request(stream, frame);
        } else {
            loop.execute(() -> request(stream, frame));
        }
    }

    private void request(OutgoingStream stream, ByteBuf frame) {
        if (closed) {
            frame.release();
        } else {
            stream.sendLog(frame);
        }
    }

    /** Closes every connection, as a network would; new ones are opened on demand. On the loop. */
    void dropConnections() {
        outgoing.values().forEach(OutgoingStream::close);
        server.closeConnections();
    }

    /** Closes everything for good; nothing arrives any more once it has run on the loop. */
    @Override
    public void close() {
        loop.execute(() -> {
            closed = true;
            log = NoLog.INSTANCE;
            dropConnections();
            server.close();
        });
        resolver.close();
    }

    private Receiver untilClosed(Receiver receiver) {
        return new Receiver() {
            @Override
            public void received(int from, PeerMessage message) {
                if (!closed) {
                    receiver.received(from, message);
                }
            }

            @Override
            public void broken(int member) {
                if (!closed) {
                    receiver.broken(member);
                }
            }
        };
    }
}
