package io.ensemble.chaos.sim.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.chaos.sim.time.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimPipeTest {
    private static final int MESSAGES = 50;

    @Test
    void shouldDeliverAllInOrder() {
        Run run = new Run(1);
        run.send();

        run.untilQuiet();

        assertThat(run.arrived).hasSize(MESSAGES);
        run.assertPrefix();
        assertThat(run.breaks).isZero();
    }

    @Test
    void shouldGoOnAfterAShortCut() {
        Run run = new Run(2);
        run.network.patience(1_000 * SimScheduler.MILLIS, 1_000 * SimScheduler.MILLIS);
        run.network.cut(1, 2, true);
        run.send();
        run.scheduler.after(500 * SimScheduler.MILLIS, () -> run.network.cut(1, 2, false));

        run.untilQuiet();

        assertThat(run.arrived).hasSize(MESSAGES);
        assertThat(run.breaks).isZero();
    }

    @Test
    void shouldBreakAtALongCut() {
        Run run = new Run(3);
        run.network.cut(1, 2, true);
        run.send();

        run.untilQuiet();

        assertThat(run.arrived).isEmpty();
        assertThat(run.breaks).isOne();
    }

    @Test
    void shouldBreakThoughAllArrivedWhenNothingComesBack() {
        Run run = new Run(4);
        run.network.cut(2, 1, true);
        run.send();

        run.untilQuiet();

        assertThat(run.arrived).hasSize(MESSAGES);
        assertThat(run.breaks).isOne();
    }

    @Test
    void shouldLoseOnlyATailWhenItBreaks() {
        int whole = 0;
        int none = 0;
        for (int seed = 0; seed < 60; seed++) {
            Run run = new Run(seed);
            run.send();
            run.scheduler.after(250 * SimScheduler.MICROS, run.pipe::breakNow);
            run.untilQuiet();
            run.assertPrefix();
            assertThat(run.breaks).isOne();
            whole += run.arrived.size() == MESSAGES ? 1 : 0;
            none += run.arrived.isEmpty() ? 1 : 0;
        }
        assertThat(whole).isPositive();
        assertThat(none).isPositive();
    }

    private static final class Run {
        final SimScheduler scheduler;
        final SimNetwork network;
        final List<Integer> arrived = new ArrayList<>();
        final SimPipe<Integer> pipe;
        int breaks;

        Run(long seed) {
            SimRandom random = new SimRandom(seed);
            scheduler = new SimScheduler(random, Trace.OFF);
            network = new SimNetwork(scheduler, random, 2);
            pipe = new SimPipe<>(network, 1, 2, arrived::add, () -> breaks++);
        }

        void send() {
            for (int i = 0; i < MESSAGES; i++) {
                pipe.send(i);
            }
        }

        void untilQuiet() {
            while (scheduler.step()) {}
        }

        void assertPrefix() {
            for (int i = 0; i < arrived.size(); i++) {
                assertThat(arrived.get(i)).isEqualTo(i);
            }
        }
    }
}
