package io.ensemble.chaos.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.history.Completion;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workload that never works is not ok, nor is a rule that compared nothing, nor a run that broke off. */
class WorkedTest {
    @TempDir
    private Path folder;

    private History sequence(int creates, Phase phase) throws Exception {
        try (Recorder recorder = new Recorder(folder.resolve("history.jsonl"))) {
            for (int i = 0; i < creates; i++) {
                long call = recorder.invoke(1, Kind.CREATE_SEQUENTIAL, "/s/n-", "v" + i, null);
                String path = "/s/n-000000000" + i;
                recorder.complete(1, call, new Completion(phase, path, null, null, null, i + 2L, 7L, 1, null, null));
            }
            recorder.fault(2, "trouble: it burned");
            return new History(recorder.lines());
        }
    }

    @Test
    void shouldMissWhatAWorkloadDidNotDo() throws Exception {
        assertThat(Worked.missing(sequence(5, Phase.OK), List.of("sequence"))).isEmpty();
        assertThat(Worked.missing(sequence(4, Phase.OK), List.of("sequence"))).hasSize(1);
        assertThat(Worked.missing(sequence(9, Phase.INFO), List.of("sequence"))).hasSize(1);
        assertThat(Worked.missing(sequence(5, Phase.OK), List.of("watches"))).contains("workload watches got no event");
    }

    @Test
    void shouldMindARuleThatComparedNothing() throws Exception {
        History history = sequence(5, Phase.OK);

        assertThat(Verdict.of(history, List.of(), List.of(), List.of("rights")).violations())
                .anyMatch(each -> each.startsWith("rights: nothing was compared"));
        assertThat(Verdict.of(history, List.of(), List.of(), List.of()).violations())
                .noneMatch(each -> each.contains("nothing was compared"));
    }

    @Test
    void shouldKeepWordOfWhatWasNoCall() throws Exception {
        sequence(5, Phase.OK);

        assertThat(ChaosRun.check(folder).violations()).contains("it burned", "the run came to no end");
        Files.writeString(folder.resolve("ran.json"), """
                {"seed":1,"members":3,"seconds":1,"workloads":[],"faults":{},"ok":false}""");
        assertThat(ChaosRun.check(folder).violations()).contains("it burned").doesNotContain("the run came to no end");
    }
}
