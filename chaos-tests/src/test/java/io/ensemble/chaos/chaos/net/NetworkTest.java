package io.ensemble.chaos.chaos.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final String SAVED = """
            *filter
            :INPUT ACCEPT [900:1]
            :IN0 - [0:0]
            [900:1] -A INPUT -j IN0
            [12:3456] -A IN0 -s 10.64.1.2/32 -j DROP
            [3:100] -A IN0 -s 10.64.1.3/32 -j DROP
            [40:100] -A IN1 -s 10.64.1.3/32 -j DROP
            [5:100] -A OUT0 -d 10.64.1.3/32 -j DROP
            COMMIT
            """;

    @Test
    void shouldAddUpWhatTheRulesOfOneFaultMet() {
        assertThat(Network.packetsOf(SAVED, "-A IN0")).isEqualTo(15);
        assertThat(Network.packetsOf(SAVED, "-A IN1")).isEqualTo(40);
        assertThat(Network.packetsOf(SAVED, "-A OUT1")).isZero();
    }
}
