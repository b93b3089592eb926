package io.ensemble.server.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.lane.WatchTable.EventType;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.Stat;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.apply.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchTableTest {
    private static final Stat STAT = new Stat(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    private static final AclList SECRET = new AclList(List.of());

    private final WatchTable table = new WatchTable();
    private final List<String> events = new ArrayList<>();
    private final Recorder a = new Recorder("a");
    private final Recorder b = new Recorder("b");

    @Test
    void shouldFireDataWatchOnce() {
        table.add(a, "/p", Kind.DATA);
        table.add(a, "/p", Kind.DATA);

        table.fire(changed("/p", 5));
        table.fire(changed("/p", 6));

        assertThat(events).containsExactly("a NODE_DATA_CHANGED /p 5");
        assertThat(table.size()).isZero();
        assertThat(table.pathCount()).isZero();
        assertThat(table.watcherCount()).isZero();
    }

    @Test
    void shouldFireExistsWatchOnCreation() {
        table.add(a, "/p", Kind.DATA);

        table.fire(created("/p", 5));

        assertThat(events).containsExactly("a NODE_CREATED /p 5");
    }

    @Test
    void shouldTellParentsChildWatchesOfCreationAndDeletionButNotOfData() {
        table.add(a, "/q", Kind.CHILD);
        table.fire(changed("/q/p", 4));
        table.fire(created("/q/p", 5));
        table.add(a, "/q", Kind.CHILD);
        table.fire(deleted("/q/p", 6));

        assertThat(events).containsExactly("a NODE_CHILDREN_CHANGED /q 5", "a NODE_CHILDREN_CHANGED /q 6");
    }

    @Test
    void shouldTellRootsChildWatches() {
        table.add(a, "/", Kind.CHILD);

        table.fire(created("/p", 5));

        assertThat(events).containsExactly("a NODE_CHILDREN_CHANGED / 5");
    }

    @Test
    void shouldSendOneDeletionForDataAndChildWatch() {
        table.add(a, "/p", Kind.DATA);
        table.add(a, "/p", Kind.CHILD);
        table.add(b, "/p", Kind.CHILD);

        table.fire(deleted("/p", 5));
        table.fire(deleted("/p", 6));

        assertThat(events).containsExactly("a NODE_DELETED /p 5", "b NODE_DELETED /p 5");
        assertThat(table.size()).isZero();
    }

    @Test
    void shouldKeepPersistentWatchAndTellItOfTheZnodeAndItsChildren() {
        table.add(a, "/p", Kind.PERSISTENT);

        table.fire(created("/p", 1));
        table.fire(created("/p/c", 2));
        table.fire(changed("/p/c", 3));
        table.fire(changed("/p", 4));
        table.fire(deleted("/p/c", 5));
        table.fire(deleted("/p", 6));

        assertThat(events)
                .containsExactly(
                        "a NODE_CREATED /p 1",
                        "a NODE_CHILDREN_CHANGED /p 2",
                        "a NODE_DATA_CHANGED /p 4",
                        "a NODE_CHILDREN_CHANGED /p 5",
                        "a NODE_DELETED /p 6");
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void shouldTellRecursiveWatchOfAllBelowWithTheChangedPathAndNeverOfChildren() {
        table.add(a, "/q", Kind.PERSISTENT_RECURSIVE);

        table.fire(created("/q/p/r", 1));
        table.fire(changed("/q", 2));
        table.fire(deleted("/q/p", 3));
        table.fire(created("/qq", 4));

        assertThat(events)
                .containsExactly("a NODE_CREATED /q/p/r 1", "a NODE_DATA_CHANGED /q 2", "a NODE_DELETED /q/p 3");
    }

    @Test
    void shouldSeeEverythingFromTheRoot() {
        table.add(a, "/", Kind.PERSISTENT_RECURSIVE);

        table.fire(created("/x/y", 1));
        table.fire(changed("/", 2));

        assertThat(events).containsExactly("a NODE_CREATED /x/y 1", "a NODE_DATA_CHANGED / 2");
    }

    @Test
    void shouldSendOneEventHoweverManyWatchesOfOneConnectionMatch() {
        table.add(a, "/", Kind.PERSISTENT_RECURSIVE);
        table.add(a, "/p", Kind.PERSISTENT_RECURSIVE);
        table.add(a, "/p", Kind.PERSISTENT);
        table.add(a, "/p", Kind.DATA);
        table.add(a, "/p", Kind.CHILD);

        table.fire(deleted("/p", 5));

        assertThat(events).containsExactly("a NODE_DELETED /p 5");
        assertThat(table.contains(a, "/p", Kind.DATA)).isFalse();
        assertThat(table.contains(a, "/p", Kind.CHILD)).isFalse();
        assertThat(table.contains(a, "/p", Kind.PERSISTENT)).isTrue();
        assertThat(table.contains(a, "/p", Kind.PERSISTENT_RECURSIVE)).isTrue();
    }

    @Test
    void shouldSpendOneShotWatchThatMayNotBeTold() {
        table.add(a, "/p", Kind.DATA);
        table.add(a, "/p", Kind.PERSISTENT);
        a.readable = false;
        table.fire(new Change(Change.Type.DATA_CHANGED, "/p", 5, 0, 0, STAT, null, null, SECRET, AclList.OPEN));

        assertThat(events).isEmpty();
        assertThat(table.contains(a, "/p", Kind.DATA)).isFalse();
        assertThat(table.contains(a, "/p", Kind.PERSISTENT)).isTrue();
    }

    @Test
    void shouldJudgeChildrenChangedByTheParentsAcl() {
        table.add(a, "/q", Kind.CHILD);
        table.add(a, "/q/p", Kind.DATA);
        a.readable = false;

        table.fire(new Change(Change.Type.CREATED, "/q/p", 5, 0, 0, STAT, null, null, SECRET, AclList.OPEN));

        assertThat(events).containsExactly("a NODE_CHILDREN_CHANGED /q 5");
    }

    @Test
    void shouldDeliverInOrderOfArming() {
        List<Recorder> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(new Recorder("w" + i));
            table.add(many.get(i), "/p", i % 2 == 0 ? Kind.DATA : Kind.PERSISTENT);
        }

        table.fire(changed("/p", 1));

        assertThat(events)
                .isEqualTo(many.stream()
                        .map(w -> w.name + " NODE_DATA_CHANGED /p 1")
                        .toList());
    }

    @Test
    void shouldCountAsZooKeeperDoes() {
        table.add(a, "/p", Kind.DATA);
        table.add(a, "/p", Kind.PERSISTENT_RECURSIVE);
        assertThat(table.size()).isEqualTo(1);
        table.add(a, "/p", Kind.CHILD);
        assertThat(table.size()).isEqualTo(2);
        table.add(b, "/p", Kind.PERSISTENT);
        assertThat(table.size()).isEqualTo(4);
        assertThat(table.pathCount()).isEqualTo(1);
        assertThat(table.watcherCount()).isEqualTo(2);
        assertThat(table.remove(b, "/p", Kind.PERSISTENT)).isTrue();
        assertThat(table.remove(b, "/p", Kind.PERSISTENT)).isFalse();
        assertThat(table.remove(a, "/other", Kind.DATA)).isFalse();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void shouldForgetConnectionThatClosesWhileItIsTold() {
        WatchTable.Watcher closing = new WatchTable.Watcher() {
            @Override
            public boolean mayRead(AclList acl) {
                return true;
            }

            @Override
            public void event(EventType type, String path, long zxid) {
                table.removeAll(this);
            }
        };
        table.add(closing, "/p", Kind.PERSISTENT);
        table.add(a, "/p", Kind.DATA);

        table.fire(changed("/p", 1));

        assertThat(events).hasSize(1);
        assertThat(table.size()).isZero();
    }

    /** Arms, disarms and fires at random beside a plain model: sets of (watcher, path, kind). */
    @Test
    void shouldAgreeWithPlainModel() {
        long seed = Long.getLong("ensemble.seed", 42);
        Random random = new Random(seed);
        List<Recorder> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(new Recorder("w" + i));
        }
        String[] paths = {"/", "/a", "/a/b", "/a/b/c", "/d", "/d/e"};
        Set<Model> model = new HashSet<>();
        for (int step = 0; step < 20_000; step++) {
            Recorder who = all.get(random.nextInt(all.size()));
            String path = paths[random.nextInt(paths.length)];
            Kind kind = Kind.values()[random.nextInt(4)];
            switch (random.nextInt(8)) {
                case 0 -> {
                    table.removeAll(who);
                    model.removeIf(m -> m.who == who);
                }
                case 1 ->
                    assertThat(table.remove(who, path, kind))
                            .as("seed %d step %d", seed, step)
                            .isEqualTo(model.remove(new Model(who, path, kind)));
                case 2 -> {
                    events.clear();
                    table.fire(changed(path, step));
                    Set<String> expected = new HashSet<>();
                    for (Model m : model) {
                        boolean hit = m.path.equals(path)
                                ? m.kind != Kind.CHILD
                                : m.kind == Kind.PERSISTENT_RECURSIVE
                                        && path.startsWith(m.path.equals("/") ? "/" : m.path + "/");
                        if (hit) {
                            expected.add(m.who.name + " NODE_DATA_CHANGED " + path + " " + step);
                        }
                    }
                    model.removeIf(m -> m.kind == Kind.DATA && m.path.equals(path));
                    assertThat(events)
                            .as("seed %d step %d", seed, step)
                            .doesNotHaveDuplicates()
                            .containsExactlyInAnyOrderElementsOf(expected);
                }
                default -> {
                    table.add(who, path, kind);
                    model.add(new Model(who, path, kind));
                }
            }
            assertThat(table.contains(who, path, kind)).isEqualTo(model.contains(new Model(who, path, kind)));
            assertThat(table.watcherCount())
                    .isEqualTo((int) model.stream().map(Model::who).distinct().count());
        }
    }

    private record Model(Recorder who, String path, Kind kind) {}

    private static Change created(String path, long zxid) {
        return new Change(Change.Type.CREATED, path, zxid, 0, 1, STAT, null, null, AclList.OPEN, AclList.OPEN);
    }

    private static Change deleted(String path, long zxid) {
        return new Change(Change.Type.DELETED, path, zxid, 0, 1, STAT, null, null, AclList.OPEN, AclList.OPEN);
    }

    private static Change changed(String path, long zxid) {
        return new Change(Change.Type.DATA_CHANGED, path, zxid, 0, 1, STAT, null, null, AclList.OPEN, AclList.OPEN);
    }

    private final class Recorder implements WatchTable.Watcher {
        final String name;
        boolean readable = true;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public boolean mayRead(AclList acl) {
            return readable || acl == AclList.OPEN;
        }

        @Override
        public void event(EventType type, String path, long zxid) {
            events.add(name + " " + type + " " + path + " " + zxid);
        }
    }
}
