package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.formation.MemberRecord.MalformedRecordException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever connects what this member's record is, and closes. Nothing is read from the other side, so that nobody
 * can keep the one daemon thread waiting. The record that is told is always durable already.
 */
final class FormationAnswers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FormationAnswers.class);
    private static final int TIMEOUT_MS = 1_000;

    private final ServerSocket server;
    private final Thread thread;
    private volatile MemberRecord current;

    /** @throws IOException where the port cannot be had, in one line */
    FormationAnswers(String bindHost, MemberRecord own) throws IOException {
        this.current = own;
        int port = address(own).formationPort();
        @Nullable InetAddress host = bindHost.isEmpty() ? null : InetAddress.getByName(bindHost);
        this.server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(host, port), 64);
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen on port " + port + ", where members ask each other for their ensemble: "
                            + e.getMessage(),
                    e);
        }
        thread = new Thread(this::run, "ensemble-formation");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on this is told. Any thread; after it is durable. */
    void tell(MemberRecord record) {
        current = record;
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                out.write(current.encode());
                out.flush();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.debug("formation answer not sent: {}", e.toString());
                }
            }
        }
    }

    /**
     * What a member says of itself now; nothing where it does not answer.
     *
     * @throws MalformedRecordException where something else than a member answers
     */
    static Optional<MemberRecord> ask(MemberAddress member) throws MalformedRecordException {
        byte[] answer;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(member.host(), member.formationPort()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            answer = socket.getInputStream().readNBytes(MemberRecord.BYTES_MAX);
        } catch (IOException e) {
            return Optional.empty();
        }
        // One that is killed while it answers has said nothing.
        return answer.length == 0 ? Optional.empty() : Optional.of(MemberRecord.decode(answer));
    }

    private static MemberAddress address(MemberRecord own) {
        return own.members().stream()
                .filter(m -> m.number() == own.self())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing the formation port: {}", e.toString());
        }
        try {
            // The port is free only once the thread has left it.
            thread.join(TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
