package io.ensemble.chaos.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.fault.Nemesis;
import io.ensemble.chaos.chaos.history.Completion;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Recorder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelinePageTest {
    @TempDir
    Path folder;

    @Test
    void shouldShowFaultsAndWhatWasDone() throws Exception {
        History history;
        try (Recorder recorder = new Recorder(folder.resolve("history.jsonl"))) {
            long call = recorder.invoke(1, Kind.SET, "/x", "<&>", null);
            recorder.fault(null, Nemesis.BEGINS + "kill-leader");
            recorder.fault(2, "killed");
            recorder.complete(1, call, new Completion(Phase.OK, null, null, 1, 5L, 5L, 7L, 1, null, null));
            recorder.fault(null, Nemesis.HEALED);
            history = new History(recorder.lines());
        }

        Timeline timeline = new Timeline(history);
        String html = new TimelinePage("seed <1>", timeline, List.of("lost: <x>"), "verdict: 1 < 2").html();

        assertThat(timeline.strikes()).extracting(Timeline.Band::title).containsExactly("kill-leader");
        assertThat(timeline.outagesByFault()).contains("kill-leader").contains("1 times");
        assertThat(html)
                .contains("kill-leader", "member 2: killed", "seed &lt;1>", "verdict: 1 &lt; 2", "lost: &lt;x>")
                .doesNotContain("src=", "href=");
    }
}
