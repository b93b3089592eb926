package io.ensemble.client.soak;

import io.ensemble.client.CuttingProxy;
import io.ensemble.client.Ensemble;
import io.ensemble.client.Op;
import io.ensemble.client.OpResult;
import io.ensemble.client.Options;
import io.ensemble.client.TestEnsemble;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A watcher of a subtree, cut and moved all the time while leaders are stopped, beside a writer: whether it was told each
 * change once, in order, without a new listing. {@code WatchSoak CHANGES SEED}; exits with 1 where it was not.
 */
public final class WatchSoak {
    private static final Options PATIENT = new Options(Duration.ofSeconds(40), Duration.ofMinutes(10));
    private static final int IN_FLIGHT = 200;

    private WatchSoak() {}

    public static void main(String[] args) throws Exception {
        int changes = Integer.parseInt(args[0]);
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        System.out.println("changes=" + changes + " seed=" + seed);
        TestEnsemble ensemble = new TestEnsemble(Files.createTempDirectory("watch"), 3);
        CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
        Ensemble watcher = Ensemble.connect("127.0.0.1:" + proxy.port(), PATIENT);
        Ensemble writer = Ensemble.connect(ensemble.grpc(), PATIENT);
        writer.create("/watched", null);
        watcher.sync();
        AtomicInteger next = new AtomicInteger();
        AtomicReference<String> wrong = new AtomicReference<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        watcher.watch("/watched", WatchOptions.of(Scope.SUBTREE), event -> {
            check(event, next, wrong);
            if (next.get() == changes || wrong.get() != null) {
                all.complete(null);
            }
        });
        watcher.sync();
        long startNs = System.nanoTime();
        Faults faults = new Faults(ensemble, List.of(proxy), seed, 20, 100);
        Deque<CompletableFuture<OpResult>> writes = new ArrayDeque<>();
        for (int i = 0; i < changes; i++) {
            byte[] number = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
            writes.add(writer.writeAsync(new Op.Set("/watched", number, Op.ANY_VERSION)));
            if (writes.size() >= IN_FLIGHT) {
                writer.await(writes.remove());
            }
        }
        writes.forEach(writer::await);
        faults.close();
        watcher.await(all);
        System.out.printf(
                "told=%d cuts=%d leaders stopped=%d in %d s%n",
                next.get(), faults.cuts(), faults.leaders(), (System.nanoTime() - startNs) / 1_000_000_000);
        System.out.println(wrong.get() == null ? "each once, in order" : "WRONG: " + wrong.get());
        System.exit(wrong.get() == null ? 0 : 1);
    }

    private static void check(WatchEvent event, AtomicInteger next, AtomicReference<String> wrong) {
        int expected = next.getAndIncrement();
        if (event.kind() != WatchEvent.Kind.DATA_CHANGED || !event.text().equals(Integer.toString(expected))) {
            wrong.compareAndSet(null, event.kind() + " " + event.text() + " where " + expected + " was next");
        }
    }
}
