package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.server.consensus.transport.LogLinks;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.loop.NettyLoop;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all outgoing streams of a member share. */
record StreamContext(
        NettyPeerLinks.Self self,
        PeerCodec codec,
        PeerSettings settings,
        NettyLoop loop,
        Clock clock,
        Resolver resolver,
        LineLimit lines,
        PeerLinks.Receiver receiver,
        Supplier<LogLinks.Handler> log,
        PeerProbe probe,
        @Nullable PeerTls tls) {}
