package io.ensemble.deploy.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a member on this machine how it is, as any monitoring would. */
final class Probe {
    private static final int TIMEOUT_MS = 1_000;

    private Probe() {}

    /** Whether the member takes clients: its {@code /readyz} answers 200. */
    static boolean isReady(MemberPorts ports) {
        try {
            HttpURLConnection http = (HttpURLConnection) URI.create("http://127.0.0.1:" + ports.admin() + "/readyz")
                    .toURL()
                    .openConnection();
            http.setConnectTimeout(TIMEOUT_MS);
            http.setReadTimeout(TIMEOUT_MS);
            try {
                return http.getResponseCode() == 200;
            } finally {
                http.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** What the member says it is, in lower case ("leader", "follower", "standalone"); empty where it does not say. */
    static Optional<String> role(MemberPorts ports) {
        return fourLetters(ports.client(), "srvr")
                .lines()
                .filter(line -> line.startsWith("Mode: "))
                .map(line -> line.substring("Mode: ".length()).trim())
                .findFirst();
    }

    private static String fourLetters(int port, String word) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
