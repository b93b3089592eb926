package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.CuttingProxy;
import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.Options;
import io.ensemble.client.TestEnsemble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Test;

/** Lock and election, among themselves and against Curator's, on one real member. */
class RecipesTest {
    private static final TestEnsemble ensemble = OneMember.shared();
    private static final int NOBODY = 1;

    @Test
    void shouldGrantOneAtATimeBesideCurator() throws Exception {
        int rounds = 20;
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Long> tokens = new CopyOnWriteArrayList<>();
        CuratorFramework curator = CuratorFrameworkFactory.newClient(ensemble.zookeeper(1), new RetryOneTime(100));
        curator.start();
        try (Ensemble one = Ensemble.connect(ensemble.grpc());
                Ensemble two = Ensemble.connect(ensemble.grpc())) {
            List<CompletableFuture<Void>> all = List.of(
                    run(rounds, () -> {
                        try (Grant grant = new Lock(one, "/both/lock").acquire()) {
                            hold(holders, most);
                            tokens.add(grant.token());
                            holders.decrementAndGet();
                        }
                    }),
                    run(rounds, () -> {
                        try (Grant grant = new Lock(two, "/both/lock").acquire()) {
                            hold(holders, most);
                            tokens.add(grant.token());
                            holders.decrementAndGet();
                        }
                    }),
                    run(rounds, () -> {
                        InterProcessMutex mutex = new InterProcessMutex(curator, "/both/lock");
                        mutex.acquire();
                        hold(holders, most);
                        holders.decrementAndGet();
                        mutex.release();
                    }));
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
            assertThat(most).hasValue(1);
            assertThat(tokens).hasSize(2 * rounds).isSorted().doesNotHaveDuplicates();
            assertThat(one.children("/both/lock").names()).isEmpty();
        } finally {
            curator.close();
        }
    }

    private interface Round {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(int rounds, Round round) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < rounds; i++) {
                    round.run();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void hold(AtomicInteger holders, AtomicInteger most) {
        most.accumulateAndGet(holders.incrementAndGet(), Math::max);
        Thread.yield();
    }

    @Test
    void shouldGiveUpWaitingAndLeaveNothingBehind() throws Exception {
        try (Ensemble one = Ensemble.connect(ensemble.grpc());
                Ensemble two = Ensemble.connect(ensemble.grpc());
                Grant held = new Lock(one, "/tried").acquire()) {
            assertThat(new Lock(two, "/tried").tryAcquire(Duration.ofMillis(50)))
                    .isEmpty();
            two.sync();
            assertThat(two.children("/tried").names()).hasSize(1);
            assertThat(held.isHeld()).isTrue();
            two.delete("/tried/" + two.children("/tried").names().get(0));
            held.close();
        }
    }

    @Test
    void shouldSayThatALockIsLostBeforeAnotherOneCanHaveIt() throws Exception {
        Options brief = new Options(Duration.ofSeconds(4), Duration.ofSeconds(20));
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble away = Ensemble.connect("127.0.0.1:" + proxy.port(), brief);
                Ensemble next = Ensemble.connect(ensemble.grpc())) {
            Grant lost = new Lock(away, "/lost").acquire();
            CompletableFuture<Boolean> first = new CompletableFuture<>();
            lost.onLost(() -> first.complete(true));
            proxy.refuse();
            Grant granted = new Lock(next, "/lost").acquire();
            assertThat(first).as("told before another one has it").isDone();
            assertThat(lost.isHeld()).isFalse();
            assertThat(granted.token()).isGreaterThan(lost.token());
            granted.close();
        }
    }

    @Test
    void shouldNotBeHeldOnceItIsGivenBack() throws Exception {
        try (Ensemble one = Ensemble.connect(ensemble.grpc());
                Ensemble two = Ensemble.connect(ensemble.grpc())) {
            Grant given = new Lock(one, "/given-back").acquire();
            assertThat(given.isHeld()).isTrue();
            given.close();
            try (Grant next = new Lock(two, "/given-back").acquire()) {
                assertThat(next.isHeld()).isTrue();
                assertThat(given.isHeld()).isFalse();
            }
        }
    }

    @Test
    void shouldLeaveALostLockToOthersThoughItsSessionComesBack() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble away = Ensemble.connect(
                        "127.0.0.1:" + proxy.port(), new Options(Duration.ofSeconds(9), Duration.ofSeconds(30)));
                Ensemble next = Ensemble.connect(ensemble.grpc())) {
            long session = away.sessionId();
            CompletableFuture<Void> told = new CompletableFuture<>();
            new Lock(away, "/lost-and-back").acquire().onLost(() -> told.complete(null));
            proxy.target(NOBODY);
            proxy.cut();
            told.join();
            proxy.target(ensemble.grpcPort(1));
            try (Grant granted = new Lock(next, "/lost-and-back")
                    .tryAcquire(Duration.ofSeconds(20))
                    .orElseThrow()) {
                assertThat(granted.isHeld()).isTrue();
                assertThat(away.sync()).isPositive();
                assertThat(away.sessionId()).as("the session came back").isEqualTo(session);
            }
        }
    }

    @Test
    void shouldLoseEachGrantWithItsSessionWhateverTheOthersDoAboutIt() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble client = Ensemble.connect("127.0.0.1:" + proxy.port())) {
            long session = client.sessionId();
            Grant first = new Lock(client, "/session/first").acquire();
            Grant second = new Lock(client, "/session/second").acquire();
            first.onLost(() -> {
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            CompletableFuture<Void> told = new CompletableFuture<>();
            second.onLost(() -> told.complete(null));
            assertThat(second.isHeld()).isTrue();
            proxy.target(NOBODY);
            proxy.cut();
            ensemble.endSession(session);
            proxy.target(ensemble.grpcPort(1));
            await().until(() ->
                    client.sessionId() != session && !client.certain().isZero());
            assertThat(second.isHeld()).isFalse();
            await().until(told::isDone);
        } finally {
            stopped.countDown();
        }
    }

    @Test
    void shouldElectBesideCurator() throws Exception {
        CuratorFramework curator = CuratorFrameworkFactory.newClient(ensemble.zookeeper(1), new RetryOneTime(100));
        curator.start();
        LeaderLatch latch = new LeaderLatch(curator, "/election", "curator");
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            latch.start();
            await().until(latch::hasLeadership);
            Election election = new Election(client, "/election", "java");
            assertThat(election.leader()).contains("curator");
            CompletableFuture<Grant> leading = CompletableFuture.supplyAsync(() -> {
                try {
                    return election.lead();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> client.children("/election").names().size() == 2);
            assertThat(leading).isNotDone();
            latch.close();
            Grant grant = leading.join();
            assertThat(election.leader()).contains("java");
            grant.close();
        } finally {
            curator.close();
        }
    }
}
