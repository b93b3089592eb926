package io.ensemble.client.soak;

import io.ensemble.client.CreateMode;
import io.ensemble.client.Created;
import io.ensemble.client.CuttingProxy;
import io.ensemble.client.Ensemble;
import io.ensemble.client.Options;
import io.ensemble.client.TestEnsemble;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Sequential creates of many clients, with answers lost, connections cut and leaders stopped: how many children there are,
 * and how many outcomes were unknown. {@code OnceSoak CLIENTS CREATES SEED}; exits with 1 where it is not exact.
 */
public final class OnceSoak {
    private static final Options PATIENT = new Options(Duration.ofSeconds(40), Duration.ofMinutes(10));

    private OnceSoak() {}

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        int creates = Integer.parseInt(args[1]);
        long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
        System.out.println("clients=" + count + " creates=" + creates + " seed=" + seed);
        TestEnsemble ensemble = new TestEnsemble(Files.createTempDirectory("once"), 3);
        List<CuttingProxy> proxies = new ArrayList<>();
        List<Ensemble> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            proxies.add(new CuttingProxy(ensemble.grpcPort(1 + i % 3)));
            clients.add(Ensemble.connect("127.0.0.1:" + proxies.get(i).port(), PATIENT));
        }
        clients.get(0).create("/once", null);
        Set<String> names = new HashSet<>();
        int unknown = 0;
        long startNs = System.nanoTime();
        Faults faults = new Faults(ensemble, proxies, seed, 20, 300);
        List<CompletableFuture<Created>> answers = new ArrayList<>();
        for (int i = 0; i < creates; i++) {
            for (Ensemble client : clients) {
                answers.add(client.createAsync("/once/n-", null, CreateMode.PERSISTENT_SEQUENTIAL));
            }
            if (i % 20 == 19 || i == creates - 1) {
                for (CompletableFuture<Created> answer : answers) {
                    try {
                        names.add(clients.get(0).await(answer).path());
                    } catch (RuntimeException e) {
                        System.out.println(e.getMessage());
                        unknown++;
                    }
                }
                answers.clear();
            }
        }
        faults.close();
        clients.get(0).sync();
        int there = clients.get(0).children("/once").names().size();
        System.out.printf(
                "children=%d distinct answers=%d unknown=%d cuts=%d leaders stopped=%d in %d s%n",
                there,
                names.size(),
                unknown,
                faults.cuts(),
                faults.leaders(),
                (System.nanoTime() - startNs) / 1_000_000_000);
        boolean exact = there == count * creates && names.size() == there && unknown == 0;
        System.out.println(exact ? "exact" : "NOT EXACT");
        System.exit(exact ? 0 : 1);
    }
}
