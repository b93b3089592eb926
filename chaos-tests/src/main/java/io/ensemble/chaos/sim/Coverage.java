package io.ensemble.chaos.sim;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often each rare path was hit over many seeds. Any thread. */
public final class Coverage {
    /** The paths that a run of many seeds must have come by, at least once in a hundred of them on average. */
    public static final List<String> REQUIRED = List.of(
            "leader change with batches in flight",
            "leader deposed with entries in flight",
            "uncommitted entries truncated",
            "duplicate batch",
            "log: batch GAP",
            "gap at the leader",
            "gap of the current attempt",
            "batch dropped as appended",
            "attempt replaced at the leader",
            "log: batch WRONG_INCARNATION",
            "batch sent again",
            "resend for want of progress",
            "forward rejected",
            "forward stream broken",
            "hello repeated",
            "hello refused",
            "proposal refused",
            "entry of an older term appended",
            "leader stalled",
            "leader was stopped",
            "snapshot taken",
            "snapshot installed while serving",
            "clients closed: this member had fallen too far behind",
            "restart losing unflushed entries",
            "attach refused: OLD_ATTACHMENT",
            "attach refused: ZXID_AHEAD",
            "log: AttachSession refused NO_SESSION",
            "log: SessionOp refused OLD_ATTACHMENT",
            "client attached at two members at once",
            "connection closed: the session has moved",
            "session expired",
            "expiry refused in apply",
            "client told that its session expired",
            "gone handshake dropped",
            "frozen read",
            "output held",
            "closed unconfirmed",
            "barrier across a leader change",
            "watches set again",
            "missed event delivered on return",
            "due znode deleted",
            "delete due refused",
            "planted divergence found: leader",
            "planted divergence found: leader, with a snapshot of it",
            "planted divergence found: follower",
            "planted divergence found: follower, with a snapshot of it",
            "front end stops reading",
            "several lanes");

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> seedsWith = new TreeMap<>();
    private long seeds;
    private long red;
    private long events;
    private long virtualMs;
    private long answers;

    /** Adds what a seed hit. */
    public synchronized void add(SimRun run) {
        seeds++;
        red += run.isRed() ? 1 : 0;
        events += run.events();
        virtualMs += run.virtualMs();
        answers += run.answers();
        run.rare().forEach((what, times) -> {
            counts.merge(what, times, Integer::sum);
            seedsWith.merge(what, 1, Integer::sum);
        });
    }

    /** How often, by name. */
    public synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /** Seeds that ran. */
    public synchronized long seeds() {
        return seeds;
    }

    /** Prints rate and table. */
    public synchronized void print(PrintWriter out, long nanos) {
        double seconds = nanos / 1e9;
        out.printf(
                Locale.ROOT,
                "%d seeds, %d red, %.1f s: %.0f seeds a minute, %.0f times as fast as time%n",
                seeds,
                red,
                seconds,
                seeds * 60 / seconds,
                virtualMs / 1e3 / seconds);
        if (seeds > 0) {
            out.printf(
                    Locale.ROOT,
                    "a seed: %d events, %d ms of virtual time, %d answers to clients%n",
                    events / seeds,
                    virtualMs / seeds,
                    answers / seeds);
        }
        out.printf(Locale.ROOT, "%10s %10s  %s%n", "times", "seeds", "rare path");
        counts.forEach((what, times) -> out.printf(Locale.ROOT, "%10d %10d  %s%n", times, seedsWith.get(what), what));
    }
}
