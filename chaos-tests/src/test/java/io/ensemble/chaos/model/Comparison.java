package io.ensemble.chaos.model;

import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.Applied.PartResult;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.Change;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import io.ensemble.state.session.Session;
import io.ensemble.state.session.Window;
import io.ensemble.state.tree.Znode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** The state machine and the model side by side, compared behind every command. */
final class Comparison {
    final NaiveModel model = new NaiveModel();
    State state = State.initial();
    long index;

    /** What came of commands and parts, with how often it did. */
    final TreeMap<String, Integer> tally;

    Comparison(TreeMap<String, Integer> tally) {
        this.tally = tally;
    }

    Comparison() {
        this(new TreeMap<>());
    }

    private void count(String what) {
        tally.merge(what, 1, Integer::sum);
    }

    /** Runs a script of seeds; what first differs is thrown as an AssertionError. */
    static void run(List<Long> seeds, TreeMap<String, Integer> tally) {
        Comparison comparison = new Comparison(tally);
        for (long seed : seeds) {
            comparison.step(EntryMaker.make(seed, comparison.model));
        }
        comparison.state.verify();
    }

    Applied step(Entry entry) {
        Applied applied = Applier.apply(state, ++index, EntryMaker.TERM, entry, (batch, position) -> true);
        Applied again = Applier.apply(state, index, EntryMaker.TERM, entry, (batch, position) -> false);
        same("digest of the same again", again.after().digest(), applied.after().digest());
        model.begin(entry);
        for (PartResult part : applied.parts()) {
            part(part, entry.term() == EntryMaker.TERM);
        }
        model.end();
        state = applied.after();
        compare(state);
        same("digest", state.recomputeDigest(), state.digest());
        return applied;
    }

    private void part(PartResult result, boolean inItsTerm) {
        count(result.part().getClass().getSimpleName() + " " + result.status());
        if (result.part() instanceof Part.Hello hello) {
            same("hello", model.hello(hello), result.status());
        } else if (result.part() instanceof Part.LeaderCommand command) {
            NaiveModel.Result expected = model.run(command, inItsTerm);
            if (expected.outcome() instanceof Outcome.Refused) {
                same("leader's command", Status.REFUSED, result.status());
            } else {
                same("leader's command", Status.APPLIED, result.status());
                command(expected, result.commands().get(0));
            }
        } else if (result.part() instanceof Part.Batch batch) {
            same("batch", model.batch(batch), result.status());
            for (int i = 0; i < result.commands().size(); i++) {
                State frozen = result.commands().get(i).frozenBefore();
                compare(Objects.requireNonNull(frozen));
                Command command = batch.commands().get(i);
                command(model.run(batch, command), result.commands().get(i));
                // Compared only now, when all later commands have run: what was frozen must have stayed as it was.
                same("digest of a frozen version", frozen.recomputeDigest(), frozen.digest());
            }
        }
    }

    private void command(NaiveModel.Result expected, CommandResult result) {
        count(kind(result.outcome()));
        same("outcome", expected.outcome(), result.outcome());
        same("zxid behind a command", expected.zxid(), result.zxid());
        same("changes", texts(expected.changes()), texts(result.changes()));
    }

    private static String kind(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.code().name();
        }
        if (outcome instanceof Outcome.Refused refused) {
            return refused.reason().name();
        }
        if (outcome instanceof Outcome.Branched branched) {
            return "Branched" + (!branched.done().committed() ? " failed" : branched.held() ? " held" : "");
        }
        return outcome.getClass().getSimpleName()
                + (outcome instanceof Outcome.MultiDone multi && !multi.committed() ? " failed" : "");
    }

    private void compare(State actual) {
        same("zxid", model.zxid, actual.zxid());
        same("log clock", model.tree.clockMs, actual.logClockMs());
        same("limits", model.tree.limits, actual.limits());
        znodes(actual);
        sessions(actual);
        for (int member = 0; member < 4; member++) {
            NaiveModel.ModelOrigin origin = model.origins.getOrDefault(member, new NaiveModel.ModelOrigin(0, 0, 0));
            same("incarnation", origin.incarnation(), actual.incarnation(member));
            same("nonce", origin.nonce(), actual.nonce(member));
        }
        same("ring", texts(model.ring), texts(actual.changesAfter(model.trimmedZxid, Integer.MAX_VALUE)));
        same("what the ring has lost", model.trimmedZxid == 0, actual.changesAfter(0, 1) != null);
        due(actual);
    }

    private void znodes(State actual) {
        TreeMap<String, ModelNode> nodes = model.tree.nodes;
        same("count of znodes", (long) nodes.size(), actual.znodeCount());
        long bytes = 0;
        long ephemerals = 0;
        for (String path : nodes.keySet()) {
            ModelNode node = model.tree.node(path);
            Znode znode = actual.find(path);
            check(znode != null, "a znode is missing: " + path);
            same("stat of " + path, model.tree.stat(path), znode.stat());
            same("children of " + path, model.tree.children(path), znode.childNames());
            same("data of " + path, text(node.data), text(znode.data()));
            same("ACL of " + path, node.acl, znode.acl().entries());
            String below = path.equals("/") ? "/" : path + "/";
            long descendants = nodes.keySet().stream()
                    .filter(other -> other.startsWith(below) && other.length() > below.length())
                    .count();
            same("descendants of " + path, descendants, znode.descendantCount());
            bytes += path.length() + (node.data == null ? 0 : node.data.length);
            ephemerals += node.owner == 0 ? 0 : 1;
        }
        same("bytes of data", bytes, actual.approximateDataBytes());
        same("count of ephemerals", ephemerals, actual.ephemeralCount());
    }

    private void sessions(State actual) {
        List<Long> ids = new ArrayList<>();
        actual.forEachSession(session -> ids.add(session.id()));
        same("sessions", List.copyOf(model.sessions.keySet()), ids);
        for (ModelSession expected : model.sessions.values()) {
            Session session = actual.session(expected.id);
            same("attachment", expected.attachment, session.attachment());
            same("timeout", expected.timeoutMs, session.timeoutMs());
            same("member", expected.member, session.member());
            check(session.hasPassword(expected.password), "another password");
            List<String> ephemerals = model.tree.nodes.keySet().stream()
                    .filter(path -> model.tree.node(path).owner == expected.id)
                    .toList();
            same("ephemerals", ephemerals, session.ephemerals());
            Window window = session.window();
            same("window", expected.windowCount, window == null ? 0 : window.countMax());
            if (window != null) {
                TreeMap<Long, Outcome> kept = new TreeMap<>();
                window.forEach(kept::put);
                same("kept outcomes", expected.kept, kept);
                same("last number", expected.lastNumber, window.lastNumber());
            }
        }
    }

    private void due(State actual) {
        record Due(long ms, String path) {}
        List<Due> due = model.tree.nodes.keySet().stream()
                .map(path -> new Due(model.tree.dueMs(path), path))
                .filter(one -> one.ms < Long.MAX_VALUE)
                .sorted((a, b) -> a.ms != b.ms ? Long.compare(a.ms, b.ms) : a.path.compareTo(b.path))
                .toList();
        same("next due", due.isEmpty() ? Long.MAX_VALUE : due.get(0).ms, actual.nextDueMs());
        long now = model.tree.clockMs;
        List<String> paths =
                due.stream().filter(one -> one.ms <= now).map(Due::path).toList();
        same("due", paths, actual.due(now, Integer.MAX_VALUE));
        same("first due", paths.stream().limit(2).toList(), actual.due(now, 2));
    }

    static List<String> texts(List<Change> changes) {
        check(changes != null, "the ring does not reach back");
        return changes.stream()
                .map(change -> change.type() + " " + change.path() + " zxid " + change.zxid() + " at "
                        + change.logClockMs() + " by " + change.sessionId() + " " + change.stat() + " "
                        + text(change.data()) + " was " + text(change.previousData()) + " " + change.acl() + " "
                        + change.parentAcl())
                .toList();
    }

    private static String text(byte[] data) {
        return data == null ? "null" : data.length + ":" + Arrays.hashCode(data);
    }

    private static void same(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError(what + ": the model says " + expected + ", the state machine " + actual);
        }
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
