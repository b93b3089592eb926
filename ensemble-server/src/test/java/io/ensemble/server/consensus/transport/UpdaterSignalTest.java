package io.ensemble.server.consensus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.ratis.util.AwaitForSignal;
import org.junit.jupiter.api.Test;

class UpdaterSignalTest {
    @Test
    void shouldKeepASignalThatComesBeforeTheWait() throws Exception {
        AwaitForSignal kept = new KeptSignal("kept");
        kept.signal();

        assertThat(kept.await(1, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(kept.await(1, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void shouldBeNeededAsLongAsThatOfRatisForgets() throws Exception {
        AwaitForSignal stock = new AwaitForSignal("stock");
        stock.signal();

        assertThat(stock.await(1, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void shouldFindWhatItReplacesInThisVersionOfRatis() throws Exception {
        Class<?> updater = Class.forName("org.apache.ratis.server.impl.StateMachineUpdater");
        Class<?> state = Class.forName("org.apache.ratis.server.impl.ServerState");
        Class<?> division = Class.forName("org.apache.ratis.server.impl.RaftServerImpl");

        assertThat(updater.getDeclaredField("awaitForSignal").getType()).isEqualTo(AwaitForSignal.class);
        assertThat(state.getDeclaredMethod("getStateMachineUpdater").getReturnType())
                .isEqualTo(updater);
        assertThat(division.getDeclaredMethod("getState").getReturnType()).isEqualTo(state);
    }
}
