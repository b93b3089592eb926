package io.ensemble.chaos.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.InvariantViolation;
import io.ensemble.state.apply.Marks;
import io.ensemble.state.command.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random scripts, by the state machine and by the naive model: {@code -Densemble.seed=N} repeats one. */
class NaiveModelTest {
    private static final int LENGTH = 150;
    private static final int SCRIPTS_MIN = 30;
    private static final String[] ALL_THAT_CAN_HAPPEN = {
        "Created",
        "Deleted",
        "DataSet",
        "AclSet",
        "Checked",
        "MultiDone",
        "MultiDone failed",
        "TreeDeleted",
        "Branched held",
        "Branched",
        "Branched failed",
        "UNIMPLEMENTED",
        "SessionOpened",
        "SessionAttached",
        "SessionClosed",
        "LimitsSet",
        "RulesRaised",
        "NO_NODE",
        "NODE_EXISTS",
        "BAD_VERSION",
        "NO_AUTH",
        "NOT_EMPTY",
        "NO_CHILDREN_FOR_EPHEMERALS",
        "INVALID_ACL",
        "BAD_ARGUMENTS",
        "MARSHALLING_ERROR",
        "NO_SESSION",
        "WRONG_PASSWORD",
        "OLD_ATTACHMENT",
        "ZXID_AHEAD",
        "OUT_OF_ORDER",
        "WINDOW_FULL",
        "Batch APPLIED",
        "Batch DUPLICATE",
        "Batch GAP",
        "Batch WRONG_INCARNATION",
        "Hello APPLIED",
        "Hello WRONG_INCARNATION",
        "DeleteDue APPLIED",
        "DeleteDue REFUSED",
        "ExpireSession APPLIED",
        "ExpireSession REFUSED"
    };
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(6);

    @Test
    void shouldDoWhatTheModelDoes() {
        Long only = Long.getLong("ensemble.seed");
        long seconds = Long.getLong("ensemble.seconds", LONG_ENOUGH.toSeconds());
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long first = only == null ? 1 : only;
        long seed = first;
        TreeMap<String, Integer> tally = new TreeMap<>();
        do {
            runOrShrink(seed++, tally);
        } while (only == null && (System.nanoTime() < deadline || seed < first + SCRIPTS_MIN));
        if (only == null) {
            assertThat(tally).as("what happened, by how often").containsKeys(ALL_THAT_CAN_HAPPEN);
        }
        if (Boolean.getBoolean("ensemble.print")) {
            tally.forEach((what, count) -> System.out.println(count + " " + what));
        }
    }

    private static void runOrShrink(long seed, TreeMap<String, Integer> tally) {
        List<Long> seeds = new Random(seed).longs(LENGTH).boxed().toList();
        Throwable failure = failure(seeds, tally);
        if (failure != null) {
            List<Long> shrunk = shrink(seeds);
            System.out.println(String.join("\n", entries(shrunk)));
            fail(
                    "seed " + seed + " (repeat with -Densemble.seed=" + seed + "), shrunk to the " + shrunk.size()
                            + " entries printed above",
                    failure(shrunk));
        }
    }

    private static Throwable failure(List<Long> seeds) {
        return failure(seeds, new TreeMap<>());
    }

    private static Throwable failure(List<Long> seeds, TreeMap<String, Integer> tally) {
        try {
            Comparison.run(seeds, tally);
            return null;
        } catch (AssertionError | RuntimeException | InvariantViolation e) {
            return e;
        }
    }

    /** Takes out all that the failure does not need, in ever smaller pieces. */
    private static List<Long> shrink(List<Long> failing) {
        List<Long> seeds = failing;
        for (int piece = seeds.size() / 2; piece > 0; piece /= 2) {
            for (int from = 0; from < seeds.size(); ) {
                List<Long> fewer = new ArrayList<>(seeds);
                fewer.subList(from, Math.min(from + piece, fewer.size())).clear();
                if (failure(fewer) != null) {
                    seeds = fewer;
                } else {
                    from += piece;
                }
            }
        }
        return seeds;
    }

    private static List<String> entries(List<Long> seeds) {
        List<String> texts = new ArrayList<>();
        Comparison comparison = new Comparison();
        try {
            for (long seed : seeds) {
                Entry entry = EntryMaker.make(seed, comparison.model);
                texts.add(entry.toString().replaceAll("identities=\\[.*?], commands", "commands"));
                comparison.step(entry);
            }
        } catch (AssertionError | RuntimeException | InvariantViolation e) {
            texts.add(e.toString());
        }
        return texts;
    }

    @Test
    void shouldComeToTheSameFromASnapshotAtAnyIndex() throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            List<Entry> entries = new ArrayList<>();
            List<State> states = new ArrayList<>(List.of(State.initial()));
            Comparison comparison = new Comparison();
            for (long one : new Random(seed).longs(40).toArray()) {
                Entry entry = EntryMaker.make(one, comparison.model);
                entries.add(entry);
                comparison.step(entry);
                states.add(comparison.state);
            }
            State end = comparison.state;
            for (int at = 0; at <= entries.size(); at++) {
                State state = read(write(states.get(at), at));
                assertThat(write(state, at)).as("seed %d at %d", seed, at).isEqualTo(write(states.get(at), at));
                for (int i = at; i < entries.size(); i++) {
                    state = Applier.apply(state, i + 1, EntryMaker.TERM, entries.get(i), Marks.NONE)
                            .after();
                }
                assertThat(state.digest()).as("seed %d from %d", seed, at).isEqualTo(end.digest());
                assertThat(write(state, 0)).as("seed %d from %d", seed, at).isEqualTo(write(end, 0));
                state.verify();
            }
        }
    }

    private static byte[] write(State state, long index) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SnapshotCodec(1).write(state, index, EntryMaker.TERM, out);
        return out.toByteArray();
    }

    private static State read(byte[] bytes) throws IOException {
        return new SnapshotCodec(1).read(new ByteArrayInputStream(bytes)).state();
    }
}
