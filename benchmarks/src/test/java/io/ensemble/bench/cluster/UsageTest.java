package io.ensemble.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void shouldReadProcessorTimeBehindANameWithBrackets() {
        String stat = "4242 (java (x) 1) S 1 4242 4242 0 -1 4194304 100 0 0 0 1234 66 0 0 20 0 30 0 1 2 3";

        assertThat(Usage.cpuSeconds(stat)).isEqualTo(13.0);
    }

    @Test
    void shouldReadResidentMemory() {
        assertThat(Usage.residentBytes("Name:\tjava\nVmHWM:\t  900 kB\nVmRSS:\t   2048 kB\nThreads:\t3\n"))
                .isEqualTo(2L << 20);
    }

    @Test
    void shouldReadThisProcess() throws Exception {
        Usage usage = Usage.of(ProcessHandle.current().pid());

        assertThat(usage.cpuSeconds()).isPositive();
        assertThat(usage.residentBytes()).isGreaterThan(10L << 20);
    }
}
