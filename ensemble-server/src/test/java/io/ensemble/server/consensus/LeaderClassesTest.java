package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaderClassesTest {
    @Test
    void shouldFindTheClassesOfThisVersionOfRatis() throws Exception {
        // About a hundred of its server, and some dozens of its RPC; ours are in no jar here.
        assertThat(LeaderClasses.load(Class.forName("org.apache.ratis.server.impl.RaftServerImpl")))
                .isGreaterThan(120);
    }
}
