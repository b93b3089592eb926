package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether calls that overlapped can have happened one at a time, each between its beginning and its end, by the
 * search of Wing and Gong with Lowe's memory of what was tried: a set of calls that have happened, with the state that
 * they led to, is never explored twice.
 *
 * @param <S> the model's state; compared by {@code equals}
 */
final class Linearizability<S> {

    /** How the thing behaves when calls come one at a time. */
    interface Model<S> {
        S initial();

        /** The state behind the call, or null where the call cannot have had this answer in this state. */
        @Nullable
        S step(S state, Operation call);

        /**
         * Whether the call never ended and any other one of which this is true, begun as early or earlier, could stand
         * in its place: then only the first of them need be tried.
         */
        default boolean isExchangeable(Operation call) {
            return false;
        }
    }

    /** What was found. */
    enum Verdict {
        LINEARIZABLE,
        NOT_LINEARIZABLE,
        /** Given up: the search took too many steps. */
        UNDECIDED
    }

    /** Beginning or end of a call, in a list of all that have not happened yet. */
    private static final class Node {
        final Operation call;
        final int id;
        /** The call's end; null for the end itself. */
        final @Nullable Node end;

        @Nullable
        Node before;

        @Nullable
        Node after;

        Node(Operation call, int id, @Nullable Node end) {
            this.call = call;
            this.id = id;
            this.end = end;
        }
    }

    private record Tried<S>(BitSet happened, S state) {}

    private record Step<S>(Node call, S stateBefore) {}

    private final Model<S> model;
    private final Node head;
    private final long stepsMax;
    private final BitSet happened = new BitSet();
    private final Set<Tried<S>> tried = new HashSet<>();
    private final Deque<Step<S>> path = new ArrayDeque<>();
    /** Calls that must have happened and have not yet; those that never ended may have happened or not. */
    private long definite;

    private Linearizability(List<Operation> calls, Model<S> model, long stepsMax) {
        this.model = model;
        this.stepsMax = stepsMax;
        this.head = link(calls);
        this.definite =
                calls.stream().filter(call -> call.endedAt() != Long.MAX_VALUE).count();
    }

    /** Searches, by at most this many steps. */
    static <S> Verdict check(List<Operation> calls, Model<S> model, long stepsMax) {
        return new Linearizability<>(calls, model, stepsMax).search();
    }

    private Verdict search() {
        S state = model.initial();
        Node node = head.after;
        for (long steps = 0; definite > 0; steps++) {
            if (steps == stepsMax) {
                return Verdict.UNDECIDED;
            }
            if (node != null && node.end != null) {
                S next = isSpare(node) ? null : model.step(state, node.call);
                if (next != null && isNew(node, next)) {
                    path.push(new Step<>(node, state));
                    happened.set(node.id);
                    state = next;
                    takeOut(node);
                    definite -= isDefinite(node) ? 1 : 0;
                    node = head.after;
                } else {
                    node = node.after;
                }
            } else {
                // An end was reached, and its call has not happened: the last step was wrong.
                Step<S> last = path.poll();
                if (last == null) {
                    return Verdict.NOT_LINEARIZABLE;
                }
                state = last.stateBefore();
                happened.clear(last.call().id);
                putBack(last.call());
                definite += isDefinite(last.call()) ? 1 : 0;
                node = last.call().after;
            }
        }
        return Verdict.LINEARIZABLE;
    }

    /** Whether another one that began before could stand in its place. */
    private boolean isSpare(Node node) {
        if (!model.isExchangeable(node.call)) {
            return false;
        }
        for (Node earlier = node.before; earlier != null && earlier != head; earlier = earlier.before) {
            if (earlier.end != null && model.isExchangeable(earlier.call)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDefinite(Node node) {
        return node.call.endedAt() != Long.MAX_VALUE;
    }

    private boolean isNew(Node node, S state) {
        BitSet with = (BitSet) happened.clone();
        with.set(node.id);
        return tried.add(new Tried<>(with, state));
    }

    private static void takeOut(Node call) {
        unlink(call);
        if (call.end != null) {
            unlink(call.end);
        }
    }

    private static void unlink(Node node) {
        if (node.before != null) {
            node.before.after = node.after;
        }
        if (node.after != null) {
            node.after.before = node.before;
        }
    }

    private static void putBack(Node call) {
        if (call.end != null) {
            relink(call.end);
        }
        relink(call);
    }

    private static void relink(Node node) {
        if (node.before != null) {
            node.before.after = node;
        }
        if (node.after != null) {
            node.after.before = node;
        }
    }

    /** One moment: beginnings come before ends of the same time, so that such calls count as overlapping. */
    private record Moment(long at, boolean isEnd, Node node) {}

    private static Node link(List<Operation> calls) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Operation call = calls.get(i);
            Node end = new Node(call, i, null);
            moments.add(new Moment(call.beganAt(), false, new Node(call, i, end)));
            moments.add(new Moment(call.endedAt(), true, end));
        }
        moments.sort(Comparator.comparingLong(Moment::at).thenComparing(Moment::isEnd));
        Node head = new Node(NOTHING, -1, null);
        Node last = head;
        for (Moment moment : moments) {
            last.after = moment.node();
            moment.node().before = last;
            last = moment.node();
        }
        return head;
    }

    private static final Operation NOTHING =
            new Operation(0, 0, Kind.READ, Phase.OK, null, null, -1, 0, 0, 0, null, -1, -1, -1, 0, null, null);
}
