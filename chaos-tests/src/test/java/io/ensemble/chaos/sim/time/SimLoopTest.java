package io.ensemble.chaos.sim.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.loop.Loop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimLoopTest {
    private final SimScheduler scheduler = new SimScheduler(new SimRandom(1), Trace.OFF);
    private final SimHost host = new SimHost(scheduler, new SimRandom(2), "member 1");
    private final List<String> done = new ArrayList<>();

    @Test
    void shouldRunTasksInOrderAndNeverInline() {
        SimLoop loop = new SimLoop(host, 4_000);
        loop.execute(() -> {
            loop.execute(() -> done.add("c"));
            done.add("a");
        });
        loop.execute(() -> done.add("b"));
        assertThat(done).isEmpty();

        runAll();

        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void shouldMixTheTurnsOfTwoLoopsBySeed() {
        Set<List<String>> orders = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            SimScheduler mine = new SimScheduler(new SimRandom(seed), Trace.OFF);
            SimHost process = new SimHost(mine, new SimRandom(seed), "member");
            SimLoop one = new SimLoop(process, 4_000);
            SimLoop two = new SimLoop(process, 4_000);
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                one.execute(() -> order.add("one"));
                two.execute(() -> order.add("two"));
            }
            while (mine.step()) {}
            orders.add(order);
        }
        assertThat(orders).hasSizeGreaterThan(3);
    }

    @Test
    void shouldDoNothingWhilePausedAndGoOnAfterwards() {
        SimLoop loop = new SimLoop(host, 4_000);
        loop.execute(() -> done.add("a"));
        host.pause(50 * SimScheduler.MILLIS);

        runAll();

        assertThat(done).containsExactly("a");
        assertThat(scheduler.now()).isGreaterThanOrEqualTo(50 * SimScheduler.MILLIS);
    }

    @Test
    void shouldForgetTheTasksOfADeadProcess() {
        SimLoop loop = new SimLoop(host, 4_000);
        loop.execute(() -> done.add("a"));
        host.kill();
        host.revive();

        runAll();

        assertThat(done).isEmpty();
    }

    @Test
    void shouldRunATimerWhenItIsDueUnlessCancelled() {
        SimLoop loop = new SimLoop(host, 4_000);
        loop.schedule(10, () -> done.add("a at " + scheduler.now() / SimScheduler.MILLIS));
        Loop.Cancellable cancelled = loop.schedule(5, () -> done.add("b"));
        cancelled.cancel();

        runAll();

        assertThat(done).hasSize(1);
        assertThat(done.get(0)).matches("a at 1[0-2]");
    }

    @Test
    void shouldKeepMonotonicTimeWhileTheWallClockJumps() {
        SimClock clock = new SimClock(host);
        long wall = clock.wallTimeMs();
        long monotonic = clock.nanoTime();
        host.jumpWallClock(-3_600_000);

        assertThat(clock.wallTimeMs()).isEqualTo(wall - 3_600_000);
        assertThat(clock.nanoTime()).isEqualTo(monotonic);
    }

    private void runAll() {
        while (scheduler.step()) {}
    }
}
