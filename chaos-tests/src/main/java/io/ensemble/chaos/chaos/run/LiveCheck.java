package io.ensemble.chaos.chaos.run;

import io.ensemble.chaos.chaos.check.Checker;
import io.ensemble.chaos.chaos.check.EqualMembers;
import io.ensemble.chaos.chaos.check.Findings;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Recorder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks a run while it lasts, by the rules that need not know its end, and interrupts the run when one is broken. One
 * run, on a thread of its own.
 */
public final class LiveCheck {
    private static final long EVERY_MS = 1_500;

    private volatile @Nullable String found;
    private volatile @Nullable String failure;
    private volatile boolean over;

    /** What was found, or null. */
    public @Nullable String found() {
        return found;
    }

    /** The run's load begins. */
    void begins(Recorder recorder) {
        Thread run = Thread.currentThread();
        Thread thread = new Thread(() -> look(recorder, run), "live-check");
        thread.setDaemon(true);
        thread.start();
    }

    /** The run's load is over: what comes now is checked with its end. */
    synchronized void ends() {
        over = true;
    }

    private void look(Recorder recorder, Thread run) {
        try {
            while (!over && found == null) {
                TimeUnit.MILLISECONDS.sleep(EVERY_MS);
                String violation = violation(new History(recorder.lines()));
                if (violation != null) {
                    tell(violation, run);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // No violation, but a rule that fails has found nothing either.
            failure = "the check of the running history failed: " + e;
        }
    }

    /** Why it stopped to look, or null. */
    @Nullable
    String failure() {
        return failure;
    }

    private synchronized void tell(String violation, Thread run) {
        if (!over) {
            found = violation;
            run.interrupt();
        }
    }

    static @Nullable String violation(History history) {
        for (Checker checker : Checker.ALL) {
            if (checker.needsTheEnd() || checker instanceof EqualMembers) {
                continue; // The latter needs it, too, and minds where it is missing.
            }
            Findings findings = checker.check(history);
            if (findings.violationCount() > 0) {
                return checker.name() + ": " + findings.violations().get(0);
            }
        }
        return null;
    }
}
