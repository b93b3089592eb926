package io.ensemble.server.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Blocking sockets between members, with TLS or without. Thread-safe. */
public final class MemberSockets {
    /** Without TLS. */
    public static final MemberSockets PLAIN = new MemberSockets(null);

    private final @Nullable SSLContext context;

    private MemberSockets(@Nullable SSLContext context) {
        this.context = context;
    }

    /** With TLS where there is any. */
    public static MemberSockets of(@Nullable MemberTls tls) {
        return tls == null ? PLAIN : new MemberSockets(tls.context());
    }

    /** One that listens nowhere yet; with TLS, it takes only those that show a certificate of the authority. */
    public ServerSocket server() throws IOException {
        if (context == null) {
            return new ServerSocket();
        }
        SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        server.setNeedClientAuth(true);
        return server;
    }

    /**
     * A connection; with TLS, to one that shows a certificate of the authority, for this very host.
     *
     * @param answerMsMax how long a read waits
     * @throws IOException where there is none to be had
     */
    public Socket connect(String host, int port, int connectMsMax, int answerMsMax) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), connectMsMax);
            socket.setSoTimeout(connectMsMax);
            if (context == null) {
                socket.setSoTimeout(answerMsMax);
                return socket;
            }
            SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            secure.setSoTimeout(answerMsMax);
            return secure;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
