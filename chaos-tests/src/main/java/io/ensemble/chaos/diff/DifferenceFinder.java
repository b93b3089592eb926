package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.Comparison.Difference;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Plays scripts to two targets and compares. Thread-safe: each play has a tree of its own. */
public final class DifferenceFinder {
    private static final AtomicInteger PLAYS = new AtomicInteger();

    private final Target expected;
    private final Target actual;
    private final Tally tally;
    private final String run = "/d" + Long.toString(System.currentTimeMillis(), 36) + PLAYS.incrementAndGet();

    /**
     * Makes the znode that the trees of all scripts are below, so that the servers' root changes no more.
     *
     * @throws IOException where a target cannot be reached
     */
    public DifferenceFinder(Target expected, Target actual, Tally tally) throws IOException {
        this.expected = expected;
        this.actual = actual;
        this.tally = tally;
        for (Target target : List.of(expected, actual)) {
            try (Observer observer = new Observer(target.members().get(0))) {
                observer.make(run);
            }
        }
    }

    /** A script that the two answer differently: as it was made, and shrunk. */
    public record Finding(Script script, Script shrunk, Difference difference) {

        /** What differs, after which steps, and how to see it again. */
        public String text(Target expected, Target actual) {
            StringBuilder text = new StringBuilder("DIFFERENCE in script %d of seed %d, shrunk to %d steps:%n"
                    .formatted(script.number(), script.seed(), shrunk.actions().size()));
            text.append(shrunk.text());
            text.append("client %d at step %d saw%n".formatted(difference.client(), difference.action()));
            difference.before().forEach(line -> text.append("    both       %s%n".formatted(line)));
            text.append("    %-10s %s%n".formatted(expected.name(), difference.expected()));
            text.append("    %-10s %s%n".formatted(actual.name(), difference.actual()));
            return text.append("repeat with: --seed %d --script %d%n".formatted(script.seed(), script.number()))
                    .toString();
        }
    }

    /**
     * Plays the script with this number to both.
     *
     * @return what differs, shrunk, or null
     * @throws IOException where a target cannot be reached
     */
    public @Nullable Finding find(long seed, int number) throws IOException {
        Script script = Generator.script(seed, number);
        Played played = play(script);
        tally.add(played.expected(), played.comparison());
        if (played.comparison().difference() == null) {
            return null;
        }
        Script shrunk = new Shrinker(candidate -> play(candidate).comparison().difference()).shrink(script);
        Difference difference = play(shrunk).comparison().difference();
        return new Finding(
                script,
                shrunk,
                difference != null ? difference : played.comparison().difference());
    }

    /** Plays a script to both and compares. */
    public Comparison compare(Script script) throws IOException {
        return play(script).comparison();
    }

    private Played play(Script script) throws IOException {
        String prefix = run + "/" + PLAYS.incrementAndGet() + "/t";
        Transcript left = ScriptRunner.play(expected, script, prefix);
        Transcript right = ScriptRunner.play(actual, script, prefix);
        return new Played(left, new Comparison(script, left, right));
    }

    private record Played(Transcript expected, Comparison comparison) {}
}
