package io.ensemble.server.peer;

import io.ensemble.server.tls.MemberTls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;

/** TLS of the streams, both sides of which show a certificate of the members' authority. Thread-safe. */
final class PeerTls {
    private final SslContext taking;
    private final SslContext opening;

    PeerTls(MemberTls tls) {
        try {
            taking = SslContextBuilder.forServer(tls.keyManager())
                    .sslProvider(SslProvider.JDK)
                    .trustManager(tls.trustManager())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            opening = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .keyManager(tls.keyManager())
                    .trustManager(tls.trustManager())
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS is to be had: " + e.getMessage(), e);
        }
    }

    SslHandler taken(Channel channel, int handshakeMsMax) {
        return limited(taking.newHandler(channel.alloc()), handshakeMsMax);
    }

    /** To the member at this address, as the configuration has it: its certificate must name that host. */
    SslHandler opened(Channel channel, InetSocketAddress address, int handshakeMsMax) {
        return limited(opening.newHandler(channel.alloc(), address.getHostString(), address.getPort()), handshakeMsMax);
    }

    private static SslHandler limited(SslHandler handler, int handshakeMsMax) {
        handler.setHandshakeTimeoutMillis(handshakeMsMax);
        return handler;
    }
}
