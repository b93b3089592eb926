package io.ensemble.chaos.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    @Test
    void shouldReadBackWhatWasRecorded(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("history.jsonl");
        List<Line> lines;
        try (Recorder recorder = new Recorder(file)) {
            long set = recorder.invoke(3, Kind.CAS, "/x", "a\"\n", 7);
            recorder.complete(3, set, new Completion(Phase.OK, null, null, 8, 12L, 12L, 5L, 2, List.of("c"), null));
            recorder.event(3, 5, "NodeDataChanged", "/x", 12);
            recorder.state(3, 5, 2, "SyncConnected");
            recorder.fault(1, "killed");
            recorder.finalZnode(1, "/x", "a", 8, 12, 0);
            recorder.invoke(4, Kind.SET, "/y", "b", null);
            lines = recorder.lines();
        }

        History history = History.read(file);

        assertThat(history.lines()).isEqualTo(lines).hasSize(7);
        assertThat(history.operations()).hasSize(2);
        Operation cas = history.operations().get(0);
        assertThat(cas.outcome()).isEqualTo(Phase.OK);
        assertThat(cas.value()).isEqualTo("a\"\n");
        assertThat(cas.expected()).isEqualTo(7);
        assertThat(cas.version()).isEqualTo(8);
        assertThat(cas.endedAt()).isBetween(cas.beganAt(), Long.MAX_VALUE - 1);
        Operation unanswered = history.operations().get(1);
        assertThat(unanswered.outcome()).isEqualTo(Phase.INFO);
        assertThat(unanswered.endedAt()).isEqualTo(Long.MAX_VALUE);
    }
}
