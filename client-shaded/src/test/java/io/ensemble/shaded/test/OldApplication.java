package io.ensemble.shaded.test;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.ensemble.client.CreateMode;
import io.ensemble.client.Ensemble;
import io.ensemble.client.Options;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.client.recipes.Discovery;
import io.ensemble.client.recipes.Grant;
import io.ensemble.client.recipes.Lock;
import io.ensemble.client.recipes.ServiceInstance;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application that uses gRPC, Protobuf, Netty and Guava itself, and the client beside them. It is loaded by a class loader
 * of its own, with whatever versions are there; so it is known by a type of the JDK.
 */
public final class OldApplication implements Function<String, String> {
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("shaded.patience", 20));

    /** Uses the client at these members; says which jars the application's own libraries come from. */
    @Override
    public String apply(String connect) {
        try (Ensemble client = Ensemble.connect(connect, new Options(Duration.ofSeconds(10), PATIENCE))) {
            use(client);
            return useItsOwn();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void use(Ensemble client) throws InterruptedException, ExecutionException, TimeoutException {
        String path = client.create("/shaded-", null, CreateMode.PERSISTENT_SEQUENTIAL)
                .path();
        CompletableFuture<String> seen = new CompletableFuture<>();
        client.watch(path, WatchOptions.of(Scope.EXACT), event -> seen.complete(event.text()));
        client.set(path, "changed".getBytes());
        check(seen.get(20, TimeUnit.SECONDS), "changed");
        check(client.get(path).text(), "changed");
        try (Grant grant = new Lock(client, "/lock").acquire()) {
            check(grant.isHeld(), true);
        }
        try (Discovery discovery = new Discovery(client, "/services", PATIENCE)) {
            ServiceInstance one = new ServiceInstance("s", "1", "127.0.0.1", 80, true, null);
            discovery.register(one);
            check(discovery.instances("s"), List.of(one));
        }
    }

    private static String useItsOwn() {
        ManagedChannel channel =
                ManagedChannelBuilder.forAddress("127.0.0.1", 1).usePlaintext().build();
        channel.shutdownNow();
        check(ByteString.copyFromUtf8("a").size(), 1);
        check(ImmutableList.of("a").size(), 1);
        return Stream.of(ManagedChannel.class, ByteString.class, ByteBuf.class, ImmutableList.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.joining(" "));
    }

    private static void check(Object is, Object wanted) {
        if (!is.equals(wanted)) {
            throw new IllegalStateException(is + " is not " + wanted);
        }
    }
}
