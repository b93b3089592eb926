package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** ZooKeeper's four-letter words. Any thread. */
public final class FourLetter {
    private static final int TIMEOUT_MS = 500;

    private FourLetter() {}

    /** What a member answers to a word, or nothing where it does not answer in time. */
    public static Optional<String> ask(InetSocketAddress member, String word) {
        try (Socket socket = new Socket()) {
            socket.connect(member, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return Optional.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The role that a member says it has, where it serves: leader or follower. */
    public static Optional<String> role(InetSocketAddress member) {
        return ask(member, "srvr")
                .flatMap(answer -> answer.lines()
                        .filter(line -> line.startsWith("Mode: "))
                        .map(line -> line.substring("Mode: ".length()).trim())
                        .findFirst());
    }
}
