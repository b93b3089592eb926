package io.ensemble.chaos.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.history.Line.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules that something happens at all, and nothing that cannot be. */
class LivenessTest {
    private static final String X = "/r/x";

    private static List<String> violations(Checker checker, Histories histories) {
        return checker.check(histories.history()).violations();
    }

    @Test
    void shouldKnowWhichRefusalsThereCanBe() {
        Histories good = new Histories();
        good.fail(good.begin(1, Kind.CAS, X, "a", 3), "BADVERSION");
        good.fail(good.begin(1, Kind.TAKE, "/queue/q-1", null, null), "NONODE");
        good.fail(good.begin(1, Kind.MULTI, null, "/locks/lock/n-1= /locks/lock-guarded=1", null), "NONODE");
        good.refused(good.begin(1, Kind.TRY_READ, X, null, null), "NOAUTH", 7L);
        good.info(good.begin(1, Kind.SET, X, "b", null));

        assertThat(violations(new PossibleAnswers(), good)).isEmpty();
        assertThat(refused(Kind.READ, "NONODE")).hasSize(1);
        assertThat(refused(Kind.SYNCED_READ, "NONODE")).hasSize(1);
        assertThat(refused(Kind.LIST, "NONODE")).hasSize(1);
        assertThat(refused(Kind.SET, "BADVERSION")).hasSize(1);
        assertThat(refused(Kind.CAS, "NONODE")).hasSize(1);
        assertThat(refused(Kind.CREATE_SEQUENTIAL, "NODEEXISTS")).hasSize(1);
        assertThat(refused(Kind.CREATE_EPHEMERAL, "NODEEXISTS")).hasSize(1);
        assertThat(refused(Kind.LEAVE, "NONODE")).hasSize(1);
        assertThat(refused(Kind.SET_ACL, "NOAUTH")).hasSize(1);
    }

    private static List<String> refused(Kind kind, String error) {
        Histories h = new Histories();
        h.fail(h.begin(1, kind, X, null, null), error);
        return violations(new PossibleAnswers(), h);
    }

    @Test
    void shouldMindUnknownOutcomesThatNoConnectionExplains() {
        Histories h = new Histories();
        h.unknown(h.begin(1, Kind.READ, X, null, null), "SYSTEMERROR");

        assertThat(violations(new PossibleAnswers(), h)).hasSize(1);
    }

    @Test
    void shouldMissAnswersThatDoNotCome() {
        Histories good = new Histories();
        good.begin(1, Kind.CREATE_EPHEMERAL, X, "a", null);
        good.state(1, "Abandoned").set(1, X, "b", 1, 5);
        Histories silent = new Histories();
        silent.state(1, "Abandoned");
        silent.begin(1, Kind.SET, X, "a", null);
        Histories late = new Histories();
        long call = late.begin(1, Kind.SET, X, "a", null);
        late.state(1, AnswersCome.UNANSWERED).ok(call, 1, 5L, 5L);
        Histories unconnected = new Histories().state(1, AnswersCome.UNCONNECTED);

        assertThat(violations(new AnswersCome(), good)).isEmpty();
        assertThat(violations(new AnswersCome(), silent)).hasSize(1);
        assertThat(violations(new AnswersCome(), late)).hasSize(1);
        assertThat(violations(new AnswersCome(), unconnected)).hasSize(1);
    }

    /** A write, a strike with so much silence, and a write. */
    private static Histories silence(String strike, long ms) {
        Histories h =
                new Histories().set(1, X, "a", 1, 5).fault(Availability.CALM).fault(Availability.STRIKE + strike);
        return h.pass(ms).fault(Availability.HEALED).set(1, X, "b", 2, 6);
    }

    @Test
    void shouldWantTheOthersToGoOn() {
        Availability checker = new Availability(Set.of("kill-any", "pause-any"));
        Histories hasty = silence("kill-any", 10);
        hasty.fault(Availability.STRIKE + "kill-any")
                .pass(20_000)
                .fault(Availability.HEALED)
                .set(1, X, "c", 3, 7);
        Histories slowBehind = silence("kill-all", 20_000).pass(25_000).set(1, X, "c", 3, 7);
        Histories dead = silence("kill-all", 20_000).pass(50_000).set(1, X, "c", 3, 7);
        Histories deadAtTheEnd = silence("kill-any", 10).pass(20_000).fault(Availability.OVER);

        assertThat(violations(checker, silence("kill-any", 9_000))).isEmpty();
        assertThat(violations(checker, silence("kill-any", 11_000))).hasSize(1);
        assertThat(violations(checker, silence("kill-all", 60_000))).isEmpty();
        assertThat(violations(checker, silence("kill-any+pause-any", 60_000))).isEmpty();
        assertThat(violations(checker, hasty)).isEmpty();
        assertThat(violations(checker, slowBehind)).isEmpty();
        assertThat(violations(checker, dead)).hasSize(1);
        assertThat(violations(checker, deadAtTheEnd)).hasSize(1);
        assertThat(violations(checker, new Histories().fault(Availability.OVER)))
                .hasSize(1);
    }
}
