package io.ensemble.server.peer;

import io.ensemble.protocol.peer.PeerCodec;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.loop.NettyLoop;

/** What all outgoing streams of a member share. */
record StreamContext(
        NettyPeerLinks.Self self,
        PeerCodec codec,
        PeerSettings settings,
        NettyLoop loop,
        Clock clock,
        Resolver resolver,
        PeerLinks.Receiver receiver,
        PeerProbe probe) {}
