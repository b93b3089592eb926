package io.ensemble.chaos.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.WatchEvent.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what a watcher must not be told is found. */
class HeardCheckTest {
    private static final int CHANGES = 400;
    private static final long FIRST_ZXID = 1_000;

    private final WatchedTree written = new WatchedTree(new SplittableRandom(7));
    private final List<Heard> all = new ArrayList<>();
    /** The tree behind so many changes. */
    private final List<Map<String, Integer>> trees = new ArrayList<>();

    @BeforeEach
    void write() {
        while (written.changes().size() < CHANGES) {
            written.next();
        }
        Map<String, Integer> tree = new HashMap<>();
        trees.add(Map.of());
        for (WatchedTree.Change change : written.changes()) {
            long zxid = FIRST_ZXID + 2L * change.transaction();
            all.add(new Heard(change.kind(), zxid, change.path(), change.number()));
            if (change.kind() == Kind.DELETED) {
                tree.remove(change.path());
            } else {
                tree.put(change.path(), change.number());
                // Of what only deletes no answer has a zxid.
                written.done(change.transaction(), zxid);
            }
            trees.add(Map.copyOf(tree));
        }
    }

    private HeardCheck checked(List<Heard> heard) {
        HeardCheck check = new HeardCheck(written);
        check.check(heard);
        return check;
    }

    /** The index of a change that begins a transaction, from there on. */
    private int boundary(int from) {
        int at = from;
        while (written.changes().get(at).transaction()
                == written.changes().get(at - 1).transaction()) {
            at++;
        }
        return at;
    }

    private static List<Heard> listing(Map<String, Integer> tree, long zxid) {
        List<Heard> heard = new ArrayList<>();
        heard.add(new Heard(Kind.GAP, 0, "", -1));
        WatchedTree.folders().forEach(folder -> heard.add(new Heard(Kind.EXISTING, zxid, folder, -1)));
        tree.forEach((path, number) -> heard.add(new Heard(Kind.EXISTING, zxid, path, number)));
        heard.add(new Heard(Kind.LISTED, zxid, "", -1));
        return heard;
    }

    /** All up to one change, then a listing at another, and what follows that. */
    private List<Heard> withGap(int from, int to, Map<String, Integer> tree) {
        List<Heard> heard = new ArrayList<>(all.subList(0, from));
        heard.addAll(listing(tree, all.get(to).zxid() - 1));
        heard.addAll(all.subList(to, all.size()));
        return heard;
    }

    @Test
    void shouldFindNothingInWhatIsExact() {
        HeardCheck check = checked(all);
        assertThat(check.violations()).isEmpty();
        assertThat(check.changes()).isEqualTo(written.changes().size());
        assertThat(check.copy()).isEqualTo(written.leaves());
    }

    @Test
    void shouldTakeListingsWhereverTheyAre() {
        for (int at = 50; at < 350; at += 7) {
            int to = boundary(at);
            HeardCheck check = checked(withGap(20, to, trees.get(to)));
            assertThat(check.violations()).as("listing before change %d", to).isEmpty();
            assertThat(check.tooLate()).isOne();
            assertThat(check.continued()).isOne();
        }
    }

    @Test
    void shouldFindWhatIsMissingTwiceThereOrOutOfOrder() {
        for (int at = 10; at < 390; at += 13) {
            List<Heard> missing = new ArrayList<>(all);
            missing.remove(at);
            List<Heard> twice = new ArrayList<>(all);
            twice.add(at, all.get(at));
            List<Heard> swapped = new ArrayList<>(all);
            java.util.Collections.swap(swapped, at, at + 1);
            assertThat(checked(missing).violations()).isNotEmpty();
            assertThat(checked(twice).violations()).isNotEmpty();
            assertThat(checked(swapped).violations()).isNotEmpty();
        }
        assertThat(checked(all.subList(0, all.size() - 1)).violations()).isNotEmpty();
    }

    @Test
    void shouldFindListingsThatAreNotTheTree() {
        int to = boundary(200);
        assertThat(checked(withGap(20, to, trees.get(boundary(190) - 1))).violations())
                .isNotEmpty();
        Map<String, Integer> less = new HashMap<>(trees.get(to));
        less.remove(less.keySet().iterator().next());
        assertThat(checked(withGap(20, to, less)).violations()).isNotEmpty();
    }

    @Test
    void shouldFindChangesThatAreMissingBehindAListing() {
        int to = boundary(200);
        List<Heard> heard = withGap(20, to, trees.get(to));
        heard.remove(heard.indexOf(all.get(to)));
        assertThat(checked(heard).violations()).isNotEmpty();
    }

    @Test
    void shouldFindAListingThatNothingAnnounced() {
        int to = boundary(200);
        List<Heard> heard = withGap(20, to, trees.get(to));
        heard.removeIf(each -> each.kind() == Kind.GAP);
        assertThat(checked(heard).violations()).isNotEmpty();
    }
}
