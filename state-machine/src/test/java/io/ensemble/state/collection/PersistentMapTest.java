package io.ensemble.state.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random changes, compared with a TreeMap; old versions are held, and must stay as they were. */
class PersistentMapTest {

    private record Version(PersistentMap<Integer, String> map, TreeMap<Integer, String> expected) {}

    @Test
    void shouldBeTheMapThatATreeMapIs() {
        long first = Long.getLong("ensemble.seed", 1);
        for (long seed = first; seed < first + 15; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        Random random = new Random(seed);
        int keys = 1 + random.nextInt(3000);
        PersistentMap<Integer, String> map = PersistentMap.empty();
        TreeMap<Integer, String> expected = new TreeMap<>();
        List<Version> versions = new ArrayList<>();
        Owner owner = new Owner();
        int removeShare = 1 + random.nextInt(9);
        for (int i = 0; i < 4000; i++) {
            if (random.nextInt(100) == 0) {
                owner = new Owner();
                versions.add(new Version(map, new TreeMap<>(expected)));
            }
            if (random.nextInt(1000) == 0) {
                removeShare = 1 + random.nextInt(9);
            }
            int key = random.nextInt(20) == 0 ? expected.size() + 3000 : random.nextInt(keys);
            if (random.nextInt(10) < removeShare) {
                map = map.remove(owner, key);
                expected.remove(key);
            } else {
                boolean replaces = expected.containsKey(key) && random.nextBoolean();
                map = replaces ? map.replace(owner, key, "v" + i) : map.put(owner, key, "v" + i);
                expected.put(key, "v" + i);
            }
            assertThat(map.size()).isEqualTo(expected.size());
            assertThat(map.get(key)).isEqualTo(expected.get(key));
        }
        versions.add(new Version(map, expected));
        for (Version version : versions) {
            compare(seed, version, random);
        }
    }

    private static void compare(long seed, Version version, Random random) {
        TreeMap<Integer, String> actual = new TreeMap<>();
        List<Integer> order = new ArrayList<>();
        version.map.forEachFrom(null, (key, value) -> {
            order.add(key);
            actual.put(key, value);
            return true;
        });
        assertThat(actual).as("seed %d", seed).isEqualTo(version.expected);
        assertThat(order).as("seed %d", seed).isSorted();
        assertThat(version.map.size()).isEqualTo(version.expected.size());
        assertThat(version.map.firstKey()).isEqualTo(version.expected.isEmpty() ? null : version.expected.firstKey());
        int from = random.nextInt(3000);
        List<Integer> page = new ArrayList<>();
        version.map.forEachFrom(from, (key, value) -> page.add(key) && page.size() < 5);
        assertThat(page)
                .as("seed %d from %d", seed, from)
                .isEqualTo(version.expected.tailMap(from).keySet().stream()
                        .limit(5)
                        .toList());
        for (Map.Entry<Integer, String> entry : version.expected.entrySet()) {
            assertThat(version.map.get(entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    @Test
    void shouldForkFromAnOldVersion() {
        Owner owner = new Owner();
        PersistentMap<Integer, String> base = PersistentMap.empty();
        for (int i = 0; i < 1000; i++) {
            base = base.put(owner, i, "base");
        }

        PersistentMap<Integer, String> left = base.put(new Owner(), 500, "left").remove(new Owner(), 1);
        PersistentMap<Integer, String> right =
                base.put(new Owner(), 500, "right").put(new Owner(), 2000, "right");

        assertThat(base.get(500)).isEqualTo("base");
        assertThat(left.get(500)).isEqualTo("left");
        assertThat(right.get(500)).isEqualTo("right");
        assertThat(List.of(base.size(), left.size(), right.size())).containsExactly(1000, 999, 1001);
    }

    @Test
    void shouldEditInPlaceForItsOwner() {
        Owner owner = new Owner();
        PersistentMap<Integer, String> map =
                PersistentMap.<Integer, String>empty().put(owner, 1, "a");

        assertThat(map.put(owner, 2, "b")).isSameAs(map);
        assertThat(map.remove(owner, 1)).isSameAs(map);
        assertThat(map.remove(owner, 77)).isSameAs(map);
        assertThat(map.put(new Owner(), 3, "c")).isNotSameAs(map);
    }

    @Test
    void shouldPackRisingKeysTightly() {
        Owner owner = new Owner();
        PersistentMap<Integer, String> map = PersistentMap.empty();
        for (int i = 0; i < 100_000; i++) {
            map = map.put(owner, i, "x");
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(map.firstKey()).isEqualTo(i);
            map = map.remove(owner, i);
        }
        assertThat(map.isEmpty()).isTrue();
        assertThat(map.firstKey()).isNull();
    }
}
