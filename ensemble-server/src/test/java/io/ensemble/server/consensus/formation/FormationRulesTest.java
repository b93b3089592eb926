package io.ensemble.server.consensus.formation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.formation.FormationRules.Step;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Walks through everything that can happen to three members with the rules: any of them asks any other, at any moment,
 * and the answers of a round may be as old as the round; any dies and comes back; one is wiped, at any moment. In every
 * state there is one ensemble at most, and nobody is in it who forgot what counted.
 */
class FormationRulesTest {

    private static final int MEMBERS = 3;
    private static final int DEATHS_MAX = 2;
    private static final List<MemberAddress> ADDRESSES = List.of(
            MemberAddress.founder(1, "a", 1, 2, 3),
            MemberAddress.founder(2, "b", 1, 2, 3),
            MemberAddress.founder(3, "c", 1, 2, 3));

    /**
     * One member.
     *
     * @param state on its disk
     * @param id of the ensemble on its disk, 0 for none
     * @param heard what it was answered in this round, null where not yet
     * @param tainted its disk was wiped after another member could have counted on it
     * @param reborn it has another life than the one that was configured
     */
    private record Node(State state, long id, boolean up, List<Heard> heard, boolean tainted, boolean reborn) {
        Node(State state, long id, boolean up, List<Heard> heard, boolean tainted) {
            this(state, id, up, heard, tainted, false);
        }
    }

    private record Heard(State state, long id, boolean reborn) {}

    /** All of it. */
    private record World(List<Node> nodes, int deaths, boolean wiped, long ids) {}

    @Test
    void shouldNeverMakeTwoEnsemblesNorTakeBackOneThatForgot() {
        Set<World> seen = new HashSet<>();
        Deque<World> todo = new ArrayDeque<>();
        Node fresh = new Node(State.EMPTY, 0, true, noneHeard(), false);
        add(new World(List.of(fresh, fresh, fresh), 0, false, 0), seen, todo);
        boolean anyFormed = false;
        while (!todo.isEmpty()) {
            World world = todo.remove();
            check(world);
            anyFormed |= world.nodes.stream().allMatch(n -> n.state == State.FORMED);
            for (int i = 0; i < MEMBERS; i++) {
                successors(world, i).forEach(next -> add(next, seen, todo));
            }
        }
        assertThat(anyFormed).isTrue();
        assertThat(seen).hasSizeGreaterThan(10_000);
    }

    /** From every state without a wiped member, the members form if all stay up: no crash leaves a deadlock. */
    @Test
    void shouldAlwaysFormOnceAllStayUp() {
        Set<World> seen = new HashSet<>();
        Deque<World> todo = new ArrayDeque<>();
        Node fresh = new Node(State.EMPTY, 0, true, noneHeard(), false);
        add(new World(List.of(fresh, fresh, fresh), 0, true, 0), seen, todo);
        while (!todo.isEmpty()) {
            World world = todo.remove();
            assertThat(settle(world)).as("from %s", world).allMatch(n -> n.state == State.FORMED);
            for (int i = 0; i < MEMBERS; i++) {
                successors(world, i).forEach(next -> add(next, seen, todo));
            }
        }
    }

    private static void add(World world, Set<World> seen, Deque<World> todo) {
        if (seen.add(world)) {
            todo.add(world);
        }
    }

    private static void check(World world) {
        long ensembles = world.nodes.stream()
                .filter(n -> n.state == State.FORMED)
                .map(Node::id)
                .distinct()
                .count();
        assertThat(ensembles).as("ensembles in %s", world).isLessThanOrEqualTo(1);
        assertThat(world.nodes)
                .as("a member that forgot, in %s", world)
                .noneMatch(n -> n.tainted && n.state == State.FORMED && !n.reborn);
    }

    private static List<World> successors(World world, int i) {
        Node node = world.nodes.get(i);
        List<World> next = new ArrayList<>();
        if (!world.wiped) {
            // Lost while others have a log already, and this one may have voted in it.
            boolean counted = node.state == State.FORMED
                    && world.nodes.stream().filter(n -> n.state == State.FORMED).count() > 1;
            Node blank = new Node(State.EMPTY, 0, true, noneHeard(), counted);
            next.add(new World(with(world.nodes, i, blank), world.deaths, true, world.ids));
        }
        if (!node.up) {
            next.add(set(world, i, new Node(node.state, node.id, true, noneHeard(), node.tainted, node.reborn)));
            return next;
        }
        if (world.deaths < DEATHS_MAX) {
            Node dead = new Node(node.state, node.id, false, noneHeard(), node.tainted, node.reborn);
            next.add(new World(with(world.nodes, i, dead), world.deaths + 1, world.wiped, world.ids));
        }
        if (node.state != State.FORMED) {
            for (int j = 0; j < MEMBERS; j++) {
                Node other = world.nodes.get(j);
                if (j != i && other.up && node.heard.get(j) == null) {
                    List<Heard> heard = with(node.heard, j, new Heard(other.state, other.id, other.reborn));
                    next.add(set(world, i, new Node(node.state, node.id, true, heard, node.tainted, node.reborn)));
                }
            }
            next.add(decide(world, i));
        }
        return next;
    }

    /** The end of a round: whoever has not answered by now is missing. */
    private static World decide(World world, int i) {
        Node node = world.nodes.get(i);
        Map<Integer, MemberRecord> answers = new TreeMap<>();
        for (int j = 0; j < MEMBERS; j++) {
            Heard heard = node.heard.get(j);
            if (heard != null) {
                answers.put(j + 1, record(j, heard.state, heard.id, heard.reborn));
            }
        }
        Step step = FormationRules.next(record(i, node.state, node.id, node.reborn), answers);
        if (step instanceof Step.Agree agree) {
            long id = agree.clusterId() == 0 ? world.ids + 1 : agree.clusterId();
            Node agreed = new Node(State.AGREED, id, true, noneHeard(), node.tainted);
            return new World(with(world.nodes, i, agreed), world.deaths, world.wiped, Math.max(world.ids, id));
        }
        if (step instanceof Step.Join join) {
            return set(world, i, new Node(State.JOINING, join.clusterId(), true, noneHeard(), node.tainted, true));
        }
        if (step instanceof Step.Form) {
            return set(world, i, new Node(State.FORMED, node.id, true, noneHeard(), node.tainted, node.reborn));
        }
        boolean refused = step instanceof Step.Refuse;
        return set(world, i, new Node(node.state, node.id, !refused, noneHeard(), node.tainted, node.reborn));
    }

    private static MemberRecord record(int i, State state, long id, boolean reborn) {
        return reborn
                ? new MemberRecord(state, id, ADDRESSES.get(i).reborn(77), -1, List.of())
                : new MemberRecord(state, id, ADDRESSES.get(i), -1, ADDRESSES);
    }

    private static List<Node> settle(World start) {
        World world = start;
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < MEMBERS; i++) {
                Node n = world.nodes.get(i);
                world = set(world, i, new Node(n.state, n.id, true, noneHeard(), n.tainted, n.reborn));
            }
            for (int i = 0; i < MEMBERS; i++) {
                Node n = world.nodes.get(i);
                List<Heard> all = new ArrayList<>(noneHeard());
                for (int j = 0; j < MEMBERS; j++) {
                    if (j != i) {
                        all.set(
                                j,
                                new Heard(world.nodes.get(j).state, world.nodes.get(j).id, world.nodes.get(j).reborn));
                    }
                }
                if (n.state != State.FORMED) {
                    world = decide(set(world, i, new Node(n.state, n.id, true, all, n.tainted, n.reborn)), i);
                }
            }
        }
        return world.nodes;
    }

    private static World set(World world, int i, Node node) {
        return new World(with(world.nodes, i, node), world.deaths, world.wiped, world.ids);
    }

    private static <T> List<T> with(List<T> list, int i, T value) {
        List<T> copy = new ArrayList<>(list);
        copy.set(i, value);
        return copy;
    }

    private static List<Heard> noneHeard() {
        List<Heard> none = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            none.add(null);
        }
        return none;
    }
}
