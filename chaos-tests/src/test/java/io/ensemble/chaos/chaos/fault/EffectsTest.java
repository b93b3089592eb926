package io.ensemble.chaos.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A fault counts only where it met something. */
class EffectsTest {
    private final Effects effects = new Effects();
    private final AtomicLong fsyncs = new AtomicLong(7);

    @Test
    void shouldCountWhatWasMetSinceTheFaultBegan() throws Exception {
        effects.of(DiskFault.FSYNC_FAILS_ANY);
        effects.expect("fsyncs failed", fsyncs::get);
        effects.of(ProcessFault.KILL_ANY);
        effects.happened("killed");
        fsyncs.set(9);

        assertThat(effects.take())
                .containsOnly(
                        Map.entry("fsync-fails-any", List.of("2 fsyncs failed")),
                        Map.entry("kill-any", List.of("killed")));
    }

    @Test
    void shouldNotCountWhatMetNothing() throws Exception {
        effects.of(DiskFault.FSYNC_FAILS_ANY);
        effects.expect("fsyncs failed", fsyncs::get);

        assertThat(effects.take()).containsOnly(Map.entry("fsync-fails-any", List.of()));
    }

    @Test
    void shouldNotCountAnotherMemberForTheLeader() throws Exception {
        effects.of(ProcessFault.KILL_LEADER);
        effects.nobodyLed();
        effects.happened("killed");

        assertThat(effects.take()).containsOnly(Map.entry("kill-leader", List.of()));
    }
}
