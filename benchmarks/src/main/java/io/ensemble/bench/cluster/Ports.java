package io.ensemble.bench.cluster;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address that were free a moment ago. */
final class Ports {
    private static final int PORT_MIN = 12_000;
    private static final int PORT_MAX = 31_000;

    private Ports() {}

    static List<Integer> free(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            // Below those that the system gives to outgoing connections: one of these may take it meanwhile.
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (socket.isBound() && !ports.contains(port)) {
                    ports.add(port);
                }
            } catch (BindException e) {
                // Somebody has it.
            }
        }
        return ports;
    }
}
