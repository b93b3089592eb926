package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.client.CreateMode;
import io.ensemble.client.Created;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Many clients create sequential znodes while what members answer is dropped, connections are cut, and leaders are killed: each
 * create is done once, and its client learns the name.
 */
@Command(
        name = "native-once",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sequential creates of many native clients, with answers dropped and leaders killed: there must be "
                        + "exactly as many children as creates, and no outcome unknown.")
final class NativeOnceDrill extends NativeDrill {
    private static final int TOGETHER = 20;
    private static final int HOLD_MS_MAX = 20;
    private static final int BETWEEN_FAULTS_MS_MAX = 2_000;
    private static final String FOLDER = "/once";
    private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(300);

    @Option(names = "--clients", defaultValue = "50", description = "Clients.")
    private int clientsCount;

    @Option(names = "--creates", defaultValue = "2000", description = "Creates of each.")
    private int creates;

    @Option(names = "--faults", defaultValue = "16", description = "Leaders killed and members restarted, at least.")
    private int faultsMin;

    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> unknown = new TreeMap<>();
    private int repeated;
    private volatile boolean done;
    private volatile int cuts;

    @Override
    void drill(RealCluster cluster, SplittableRandom random) throws IOException, InterruptedException {
        List<InetSocketAddress> doors = allDoors(cluster);
        List<CutProxy> proxies = new ArrayList<>();
        List<Ensemble> clients = new ArrayList<>();
        for (int i = 0; i < clientsCount; i++) {
            SplittableRandom drawn = random.split();
            CutProxy proxy = new CutProxy(() -> doors.get(drawn.nextInt(doors.size())));
            proxies.add(proxy);
            clients.add(connect(proxy.address()));
        }
        try (Ensemble reader = connect(doors(cluster))) {
            reader.create(FOLDER, null);
            long beganNs = System.nanoTime();
            MemberFaults faults = new MemberFaults(cluster, random.split(), BETWEEN_FAULTS_MS_MAX);
            SplittableRandom drawn = random.split();
            Thread cutting = new Thread(() -> cut(proxies, drawn), "cuts");
            cutting.start();
            try {
                createAll(clients, faults);
            } finally {
                done = true;
                cutting.join();
                faults.close();
            }
            report(reader, proxies, faults, (System.nanoTime() - beganNs) / 1_000_000_000);
        } finally {
            clients.parallelStream().forEach(Ensemble::close);
            for (CutProxy proxy : proxies) {
                proxy.close();
            }
        }
    }

    private void cut(List<CutProxy> proxies, SplittableRandom random) {
        while (!done) {
            CutProxy proxy = proxies.get(random.nextInt(proxies.size()));
            proxy.dropAnswers();
            pause(random.nextInt(HOLD_MS_MAX));
            proxy.cut();
            cuts++;
            pause(random.nextInt(HOLD_MS_MAX));
        }
    }

    private void createAll(List<Ensemble> clients, MemberFaults faults) throws IOException {
        for (int created = 0; created < creates; created += TOGETHER) {
            // Faults and creates go on side by side to the end.
            int due = faultsMin * created / creates;
            await("enough faults of members", PROGRESS_WITHIN, () -> faults.all() >= due || faults.trouble() != null);
            List<CompletableFuture<Created>> answers = new ArrayList<>();
            for (int i = 0; i < Math.min(TOGETHER, creates - created); i++) {
                clients.forEach(client ->
                        answers.add(client.createAsync(FOLDER + "/n-", null, CreateMode.PERSISTENT_SEQUENTIAL)));
            }
            answers.forEach(answer -> take(clients.get(0), answer));
        }
    }

    private void take(Ensemble client, CompletableFuture<Created> answer) {
        try {
            repeated += names.add(client.await(answer).path()) ? 0 : 1;
        } catch (EnsembleException e) {
            unknown.merge(e.reason().toString(), 1, Integer::sum);
        }
    }

    private void report(Ensemble reader, List<CutProxy> proxies, MemberFaults faults, long seconds) {
        reader.sync();
        Set<String> there = new HashSet<>();
        reader.children(FOLDER).names().forEach(name -> there.add(FOLDER + "/" + name));
        int asked = clientsCount * creates;
        Map<Integer, Integer> connections = new TreeMap<>();
        proxies.forEach(
                proxy -> proxy.connections().forEach((port, count) -> connections.merge(port, count, Integer::sum)));
        print("%d s; %d clients, %d creates asked for", seconds, clientsCount, asked);
        print(
                "cuts with answers dropped %d, connections by port %s; %d leaders killed, %d followers restarted",
                cuts, connections, faults.leadersKilled(), faults.followersRestarted());
        print(
                "children %d; answers with a name %d, of these told twice %d; outcomes unknown %s",
                there.size(), names.size() + repeated, repeated, unknown.isEmpty() ? "0" : unknown.toString());
        if (faults.trouble() != null) {
            fail("members: " + faults.trouble());
        }
        if (there.size() != asked || !there.equals(names) || repeated > 0 || !unknown.isEmpty()) {
            fail("not exact: " + asked + " asked for");
        }
        if (faults.leadersKilled() == 0 || cuts < clientsCount) {
            weak("too little was done to the clients or the members");
        }
    }
}
