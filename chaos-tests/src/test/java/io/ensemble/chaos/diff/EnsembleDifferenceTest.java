package io.ensemble.chaos.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short run against Ensemble; {@link DiffMain} makes long ones. */
class EnsembleDifferenceTest {
    private static final long SEED = Long.getLong("ensemble.seed", System.currentTimeMillis() % 1_000_000);
    private static final long RUN_MS = 6_000;
    private static final int PARALLEL = 4;

    private static ZooKeeperTarget zookeeper;

    @BeforeAll
    static void start() throws Exception {
        System.out.println("difference to ZooKeeper: seed " + SEED);
        Quiet.zookeeper();
        zookeeper = ZooKeeperTarget.start("ZooKeeper");
    }

    @AfterAll
    static void stop() {
        zookeeper.close();
    }

    @ParameterizedTest(name = "{0} members")
    @ValueSource(ints = {1, 3})
    void shouldAnswerAsZooKeeperDoes(int members) throws Exception {
        try (EnsembleTarget ensemble = EnsembleTarget.start(members)) {
            Tally tally = new Tally();
            DifferenceFinder finder = new DifferenceFinder(zookeeper, ensemble, tally);
            List<String> differences = new CopyOnWriteArrayList<>();
            long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RUN_MS);

            new DifferenceRun(finder, SEED, PARALLEL)
                    .play(
                            0,
                            Integer.MAX_VALUE,
                            () -> System.nanoTime() < endNs,
                            1,
                            finding -> differences.add(finding.text(zookeeper, ensemble)));

            System.out.println(members + " members\n" + tally.report());
            assertThat(differences).isEmpty();
        }
    }
}
