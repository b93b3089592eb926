package io.ensemble.chaos.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.history.Completion;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveCheckTest {
    @TempDir
    private Path folder;

    private static void list(Recorder recorder, long zxid) {
        long call = recorder.invoke(1, Kind.LIST, "/e", null, null);
        recorder.complete(1, call, new Completion(Phase.OK, null, null, null, null, zxid, 7L, 1, null, null));
    }

    @Test
    void shouldFindNothingWrongWithARunThatGoesOn() throws IOException {
        try (Recorder recorder = new Recorder(folder.resolve("history.jsonl"))) {
            list(recorder, 5);
            recorder.invoke(1, Kind.SET, "/r/x", "a", null);

            assertThat(LiveCheck.violation(new History(recorder.lines()))).isNull();
        }
    }

    @Test
    void shouldFindABrokenRuleBeforeTheEnd() throws IOException {
        try (Recorder recorder = new Recorder(folder.resolve("history.jsonl"))) {
            list(recorder, 5);
            list(recorder, 4);

            assertThat(LiveCheck.violation(new History(recorder.lines()))).startsWith("order of sessions and time");
        }
    }
}
