package io.ensemble.server.consensus.formation;

import io.ensemble.server.tls.MemberSockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks a member over its formation port. Stateless; blocks. */
public final class MembershipClient {
    private MembershipClient() {}

    /** What {@link MembershipRequests} answer, without TLS. */
    public static String ask(String host, int formationPort, String request, int timeoutMs) throws IOException {
        return ask(MemberSockets.PLAIN, host, formationPort, request, timeoutMs);
    }

    /**
     * What {@link MembershipRequests} answer.
     *
     * @throws IOException where the member cannot be reached, or does not answer in time
     */
    public static String ask(MemberSockets sockets, String host, int formationPort, String request, int timeoutMs)
            throws IOException {
        byte[] answer = FormationAnswers.ask(sockets, host, formationPort, request, timeoutMs);
        if (answer.length == 0) {
            throw new IOException("the connection ended without an answer");
        }
        return new String(answer, StandardCharsets.UTF_8);
    }
}
