package io.ensemble.deploy.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a member looks like from outside, and nothing else: {@code /readyz} on its admin port, {@code srvr} on its client
 * port. With {@code -Dstub.refuse=N} member N ends with a message instead.
 */
public final class StubMember {
    private StubMember() {}

    public static void main(String[] args) throws IOException {
        Path config = Path.of(args[2]);
        String text = Files.readString(config);
        MemberPorts ports = new MemberPorts(port("client", text), port("admin", text));
        if (config.toString().contains("member-" + System.getProperty("stub.refuse", "none"))) {
            System.err.println("the disk of this member is made of cheese");
            System.exit(1);
        }
        InetAddress local = InetAddress.getLoopbackAddress();
        try (ServerSocket socket = new ServerSocket(ports.client(), 16, local)) {
            HttpServer http = HttpServer.create(new InetSocketAddress(local, ports.admin()), 16);
            http.createContext("/readyz", exchange -> exchange.sendResponseHeaders(200, -1));
            http.start();
            while (true) {
                try (Socket connection = socket.accept()) {
                    connection.getInputStream().readNBytes(4);
                    connection.getOutputStream().write("Mode: follower\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }

    private static int port(String group, String yaml) {
        return yaml.lines()
                .filter(line -> line.startsWith(group + ":"))
                .map(line -> line.replaceAll(".*port: ([0-9]+).*", "$1"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
