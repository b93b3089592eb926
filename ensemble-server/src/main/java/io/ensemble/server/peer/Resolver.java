package io.ensemble.server.peer;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks names up on a thread of its own, because that blocks; numeric addresses it takes at once. Any thread. */
final class Resolver implements AutoCloseable {
    private final ExecutorService thread =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(64), task -> {
                Thread lookup = new Thread(task, "peer-name-lookup");
                lookup.setDaemon(true);
                return lookup;
            });

    /** Gives the address to the callback, on the executor or at once; null where the name is not known. */
    void resolve(InetSocketAddress address, Executor on, Consumer<@Nullable InetSocketAddress> callback) {
        byte[] numeric = NetUtil.createByteArrayFromIpAddressString(address.getHostString());
        if (numeric != null) {
            callback.accept(lookUp(address));
            return;
        }
        try {
            thread.execute(() -> {
                InetSocketAddress found = lookUp(address);
                on.execute(() -> callback.accept(found));
            });
        } catch (RejectedExecutionException e) {
            on.execute(() -> callback.accept(null));
        }
    }

    private static @Nullable InetSocketAddress lookUp(InetSocketAddress address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
