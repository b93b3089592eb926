package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address that are free now. Any thread. */
public final class FreePorts {
    /** Below the range from which the kernel takes ports for outgoing connections, so that a restart finds them free. */
    private static final int PORT_MIN = 12_000;

    private static final int PORT_MAX = 31_000;
    private static final int TRIES_MAX = 10_000;

    private FreePorts() {}

    /** @throws IOException where there are not so many */
    public static List<Integer> pick(int count) throws IOException {
        List<Integer> free = new ArrayList<>();
        for (int tries = 0; free.size() < count; tries++) {
            if (tries == TRIES_MAX) {
                throw new IOException("no " + count + " free ports between " + PORT_MIN + " and " + PORT_MAX);
            }
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            if (!free.contains(port) && isFree(port)) {
                free.add(port);
            }
        }
        return free;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
