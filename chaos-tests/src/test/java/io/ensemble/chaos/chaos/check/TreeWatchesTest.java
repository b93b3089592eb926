package io.ensemble.chaos.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.history.Line.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Watches of trees, on histories that keep their rules and on histories that break them. */
class TreeWatchesTest {
    private static final String TREE = "/trees/t0";
    private static final String A = TREE + "/a";
    private static final String B = TREE + "/b";

    private static List<String> violations(Histories histories) {
        return new TreeWatches().check(histories.history()).violations();
    }

    private static Histories create(Histories h, String path, long zxid) {
        return h.okPath(h.begin(1, Kind.CREATE, path, "v", null), path, zxid);
    }

    private static Histories delete(Histories h, String path, long zxid) {
        return h.ok(h.begin(1, Kind.DELETE, path, null, null), null, null, zxid);
    }

    private static Histories list(Histories h, List<String> names, long zxid) {
        return h.okChildren(h.begin(2, Kind.CHILDREN, TREE, null, null), names, zxid);
    }

    /** Process 2 leaves a watch for the children at zxid 5; a child comes at 7, another one at 8. */
    private static Histories children() {
        Histories h = new Histories();
        create(h, A, 5);
        h.ok(h.begin(2, Kind.WATCH_CHILDREN, TREE, null, null), "5", null, null, null);
        create(h, B, 7);
        return delete(h, A, 8);
    }

    @Test
    void shouldHoldWatchesForChildrenToTheirRules() {
        Histories good = children().event(2, "NodeChildrenChanged", TREE, 7);
        list(good, List.of("b"), 8);
        Histories lost = list(children(), List.of("b"), 8);
        Histories late = list(children(), List.of("a", "b"), 7).event(2, "NodeChildrenChanged", TREE, 7);
        Histories notTheFirst = children().event(2, "NodeChildrenChanged", TREE, 8);
        Histories twice = children().event(2, "NodeChildrenChanged", TREE, 7).event(2, "NodeChildrenChanged", TREE, 8);
        Histories ofNothing = children().event(2, "NodeChildrenChanged", TREE, 6);

        assertThat(violations(good)).isEmpty();
        assertThat(violations(lost)).hasSize(1);
        assertThat(violations(late)).isNotEmpty();
        assertThat(violations(notTheFirst)).hasSize(1);
        assertThat(violations(twice)).hasSize(1);
        assertThat(violations(ofNothing)).isNotEmpty();
    }

    @Test
    void shouldExpectWhatWasMissedBehindAReconnect() {
        Histories good = children().state(2, "Disconnected").state(2, "SyncConnected");
        list(good.event(2, "NodeChildrenChanged", TREE, -1), List.of("b"), 8);
        Histories lost = list(children().state(2, "Disconnected").state(2, "SyncConnected"), List.of("b"), 8);

        assertThat(violations(good)).isEmpty();
        assertThat(violations(lost)).hasSize(1);
    }

    /** Process 2 asks for what is not there, or is since 5; then a reply of zxid 6 comes. */
    private static Histories existence(boolean present) {
        Histories h = new Histories();
        if (present) {
            create(h, A, 5);
        }
        h.ok(h.begin(2, Kind.WATCH_EXISTENCE, A, null, null), present ? "5" : "", null, null, null);
        return list(h, present ? List.of("a") : List.of(), 6);
    }

    @Test
    void shouldHoldWatchesForExistenceToTheirRules() {
        Histories comes = create(existence(false), A, 7).event(2, "NodeCreated", A, 7);
        list(comes, List.of("a"), 7);
        Histories goes = delete(existence(true), A, 7).event(2, "NodeDeleted", A, 7);
        list(goes, List.of(), 7);
        Histories unseen = list(create(existence(false), A, 7), List.of("a"), 7);
        Histories unseenGoing = list(delete(existence(true), A, 7), List.of(), 7);
        Histories otherType = create(existence(false), A, 7).event(2, "NodeDeleted", A, 7);
        Histories others = create(existence(false), B, 7).event(2, "NodeCreated", A, 7);

        assertThat(violations(comes)).isEmpty();
        assertThat(violations(goes)).isEmpty();
        assertThat(violations(unseen)).hasSize(1);
        assertThat(violations(unseenGoing)).hasSize(1);
        assertThat(violations(otherType)).isNotEmpty();
        assertThat(violations(others)).isNotEmpty();
    }

    private static Histories tree() {
        Histories h = new Histories();
        h.ok(h.begin(2, Kind.WATCH_TREE, TREE, null, null), null, null, null, null);
        list(h, List.of(), 4);
        create(h, A, 5);
        return create(h, B, 7);
    }

    @Test
    void shouldHoldWatchesOfTreesToEveryChange() {
        Histories good = tree().event(2, "NodeCreated", A, 5).event(2, "NodeCreated", B, 7);
        list(good, List.of("a", "b"), 7);
        Histories gap = tree().event(2, "NodeCreated", B, 7);
        Histories untold = list(tree().event(2, "NodeCreated", A, 5), List.of("a", "b"), 7);

        assertThat(violations(good)).isEmpty();
        assertThat(violations(gap)).hasSize(1);
        assertThat(violations(untold)).hasSize(1);
    }

    @Test
    void shouldAllowWhatNobodyKnowsOf() {
        Histories h = existence(false);
        h.info(h.begin(1, Kind.CREATE, A, "v", null));
        list(h.event(2, "NodeCreated", A, 7), List.of("a"), 7);

        assertThat(violations(h)).isEmpty();
    }

    @Test
    void shouldHoldListingsToTheirZxid() {
        Histories lacks = list(create(new Histories(), A, 5), List.of(), 5);
        Histories showsTooMuch = list(delete(create(new Histories(), A, 5), A, 7), List.of("a"), 7);
        Histories tooEarly = list(create(new Histories(), A, 5), List.of("a"), 4);

        assertThat(violations(lacks)).hasSize(1);
        assertThat(violations(showsTooMuch)).hasSize(1);
        assertThat(violations(tooEarly)).hasSize(1);
    }
}
