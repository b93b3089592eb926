package io.ensemble.server.consensus;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;

/** Keeps Ratis from what it does to the whole process. */
final class RatisProcess {

    private RatisProcess() {}

    /**
     * Ratis ends the process by itself where it cannot listen, and takes over the handler of all uncaught exceptions. Both
     * are the member's to decide: after this, Ratis throws instead, and the handler is the one that was there.
     */
    static void tame() {
        UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        ExitUtils.setTerminateOnUncaughtException(false);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    /** @throws IOException in one line, where the log's port cannot be had; before anything is loaded */
    static void checkPort(RatisLogSettings settings) throws IOException {
        int port = settings.member().raftPort();
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            @Nullable
            InetAddress host = settings.bindHost().isEmpty() ? null : InetAddress.getByName(settings.bindHost());
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on port " + port + ", the port of the replicated log: " + e.getMessage(), e);
        }
    }
}
