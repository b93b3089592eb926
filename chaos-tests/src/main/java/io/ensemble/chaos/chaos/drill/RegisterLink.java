package io.ensemble.chaos.chaos.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client's connection to the {@link FencedRegister}. Confined to one thread. */
final class RegisterLink implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;
    private final String lock;
    private final String client;

    RegisterLink(int port, String lock, String client) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        this.lock = lock;
        this.client = client;
    }

    /** Whether it was taken. */
    boolean show(String what, long token) throws IOException {
        String line = what + " " + lock + " " + token + " " + client + "\n";
        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the register is gone");
        }
        return answer.equals("ok");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
