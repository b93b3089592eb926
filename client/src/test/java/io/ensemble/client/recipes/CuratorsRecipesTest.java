package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.TestEnsemble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.barriers.DistributedBarrier;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each recipe that Curator has too, contended for by both. */
class CuratorsRecipesTest {
    private static final TestEnsemble ensemble = OneMember.shared();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int ROUNDS = 15;

    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicInteger writers = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private CuratorFramework curator;
    private Ensemble client;

    @BeforeEach
    void connect() {
        curator = CuratorFrameworkFactory.newClient(ensemble.zookeeper(1), new RetryOneTime(100));
        curator.start();
        client = Ensemble.connect(ensemble.grpc());
    }

    @AfterEach
    void disconnect() {
        client.close();
        curator.close();
    }

    private interface Round {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(int rounds, Round round) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < rounds; i++) {
                            round.run();
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "contender").start());
    }

    private static void join(CompletableFuture<?>... all) {
        CompletableFuture.allOf(all).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void hold(AtomicInteger holders) {
        most.accumulateAndGet(holders.incrementAndGet(), Math::max);
        Thread.yield();
        holders.decrementAndGet();
    }

    private void write() {
        assertThat(writers.incrementAndGet()).as("writers").isEqualTo(1);
        assertThat(readers.get()).as("readers beside a writer").isZero();
        Thread.yield();
        assertThat(readers.get()).as("readers beside a writer").isZero();
        writers.decrementAndGet();
    }

    private void read() {
        readers.incrementAndGet();
        assertThat(writers.get()).as("writers beside a reader").isZero();
        Thread.yield();
        assertThat(writers.get()).as("writers beside a reader").isZero();
        readers.decrementAndGet();
    }

    @Test
    void shouldLockForManyReadersOrOneWriter() throws Exception {
        ReadWriteLock lock = new ReadWriteLock(client, "/rw");
        join(
                run(ROUNDS, () -> {
                    try (Grant grant = lock.write().acquire()) {
                        write();
                    }
                }),
                run(ROUNDS, () -> {
                    try (Grant grant = lock.read().acquire()) {
                        read();
                    }
                }),
                run(ROUNDS, () -> {
                    InterProcessReadWriteLock theirs = new InterProcessReadWriteLock(curator, "/rw");
                    theirs.writeLock().acquire();
                    write();
                    theirs.writeLock().release();
                }),
                run(ROUNDS, () -> {
                    InterProcessReadWriteLock theirs = new InterProcessReadWriteLock(curator, "/rw");
                    theirs.readLock().acquire();
                    read();
                    theirs.readLock().release();
                }));
        try (Grant one = lock.read().acquire();
                Grant two = lock.read().acquire()) {
            assertThat(lock.write().tryAcquire(Duration.ofMillis(30))).isEmpty();
            assertThat(two.token()).isGreaterThan(one.token());
        }
    }

    @Test
    void shouldLetSoManyHoldASemaphore() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        Semaphore semaphore = new Semaphore(client, "/sem", 2);
        Round ours = () -> {
            try (Grant grant = semaphore.acquire()) {
                hold(holders);
            }
        };
        Round theirs = () -> {
            InterProcessSemaphoreV2 other = new InterProcessSemaphoreV2(curator, "/sem", 2);
            Lease lease = other.acquire();
            hold(holders);
            other.returnLease(lease);
        };
        join(run(ROUNDS, ours), run(ROUNDS, ours), run(ROUNDS, theirs), run(ROUNDS, theirs));
        assertThat(most.get()).isLessThanOrEqualTo(2);

        Lease lease = new InterProcessSemaphoreV2(curator, "/sem", 2).acquire();
        try (Grant second = semaphore.acquire()) {
            assertThat(second.isHeld()).isTrue();
            assertThat(semaphore.tryAcquire(Duration.ofMillis(30))).isEmpty();
        }
        new InterProcessSemaphoreV2(curator, "/sem", 2).returnLease(lease);
    }

    @Test
    void shouldWaitAtABarrierThatTheOtherOneSets() throws Exception {
        DistributedBarrier theirs = new DistributedBarrier(curator, "/barrier");
        Barrier ours = new Barrier(client, "/barrier");
        theirs.setBarrier();
        assertThat(ours.await(Duration.ofMillis(30))).isFalse();
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        CompletableFuture<Void> waiter = run(1, () -> waiting.complete(ours.await(LONG)));
        theirs.removeBarrier();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        ours.set();
        assertThat(theirs.waitOnBarrier(30, TimeUnit.MILLISECONDS)).isFalse();
        ours.lift();
        assertThat(theirs.waitOnBarrier(20, TimeUnit.SECONDS)).isTrue();
        join(waiter);
    }

    @Test
    void shouldBeginAndEndTogether() {
        List<CompletableFuture<?>> all = new ArrayList<>();
        AtomicInteger in = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            all.add(run(1, () -> {
                DoubleBarrier barrier = new DoubleBarrier(client, "/double", 4);
                in.incrementAndGet();
                assertThat(barrier.enter(LONG)).isTrue();
                assertThat(in).as("all are in").hasValue(4);
                assertThat(barrier.leave(LONG)).isTrue();
            }));
            all.add(run(1, () -> {
                DistributedDoubleBarrier barrier = new DistributedDoubleBarrier(curator, "/double", 4);
                in.incrementAndGet();
                assertThat(barrier.enter(20, TimeUnit.SECONDS)).isTrue();
                assertThat(in).as("all are in").hasValue(4);
                assertThat(barrier.leave(20, TimeUnit.SECONDS)).isTrue();
            }));
        }
        join(all.toArray(CompletableFuture[]::new));
    }

    @Test
    void shouldCountTogether() throws Exception {
        SharedCount theirs = new SharedCount(curator, "/count", 5);
        theirs.start();
        Counter ours = new Counter(client, "/count", 9);
        join(run(50, () -> ours.add(1)), run(50, () -> ours.add(1)), run(50, () -> {
            while (!theirs.trySetCount(theirs.getVersionedValue(), theirs.getCount() + 1)) {
                Thread.onSpinWait();
            }
        }));
        assertThat(ours.get()).isEqualTo(155);
        await().until(() -> theirs.getCount() == 155);
        theirs.close();
    }

    @Test
    void shouldFindTheOthersServices() throws Exception {
        try (ServiceDiscovery<Void> theirs = ServiceDiscoveryBuilder.builder(Void.class)
                        .client(curator)
                        .basePath("/services-of-both")
                        .build();
                Discovery ours = new Discovery(client, "/services-of-both", LONG)) {
            theirs.start();
            theirs.registerService(org.apache.curator.x.discovery.ServiceInstance.<Void>builder()
                    .name("web")
                    .id("theirs")
                    .address("10.0.0.1")
                    .port(80)
                    .build());
            ServiceInstance mine = new ServiceInstance("web", "ours", "10.0.0.2", 81, true, null);
            ours.register(mine);
            await().untilAsserted(() -> assertThat(ours.instances("web"))
                    .containsExactlyInAnyOrder(mine, new ServiceInstance("web", "theirs", "10.0.0.1", 80, true, null)));
            await().until(() -> theirs.queryForInstances("web").size() == 2);
            assertThat(theirs.queryForInstance("web", "ours").getPort()).isEqualTo(81);
            ours.unregister(mine);
            await().until(() -> ours.instances("web").size() == 1);
        }
    }
}
