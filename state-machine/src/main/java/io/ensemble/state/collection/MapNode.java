package io.ensemble.state.collection;

import java.util.Arrays;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link PersistentMap}: a leaf of keys with their values, or a branch of separators with its children. A
 * separator is a lower bound of the keys below its child; that of the first child counts as minus infinity.
 */
final class MapNode<K extends Comparable<K>> {
    /** Most slots of a node: what a set copies is this many references, twice, on each level. */
    static final int WIDTH = 32;

    private static final int SPARSE = WIDTH / 4;
    private static final int MERGED_MAX = WIDTH * 3 / 4;

    private final Owner owner;
    private final boolean leaf;
    private int count;
    private Object[] keys;
    private Object[] slots;

    private MapNode(Owner owner, boolean leaf, int count, Object[] keys, Object[] slots) {
        this.owner = owner;
        this.leaf = leaf;
        this.count = count;
        this.keys = keys;
        this.slots = slots;
    }

    static <K extends Comparable<K>> MapNode<K> leafOf(Owner owner, K key, Object value) {
        return new MapNode<>(owner, true, 1, new Object[] {key}, new Object[] {value});
    }

    /** A root above two halves. */
    static <K extends Comparable<K>> MapNode<K> above(
            Owner owner, MapNode<K> left, MapNode<K> right, Object separator) {
        return new MapNode<>(owner, false, 2, new Object[] {left.keys[0], separator}, new Object[] {left, right});
    }

    boolean isFull() {
        return count == WIDTH;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The only child, where this is a branch with no other. */
    @Nullable
    MapNode<K> onlyChild() {
        return !leaf && count == 1 ? child(0) : null;
    }

    @SuppressWarnings("unchecked")
    private K key(int i) {
        return (K) keys[i];
    }

    @SuppressWarnings("unchecked")
    private MapNode<K> child(int i) {
        return (MapNode<K>) slots[i];
    }

    /** Where the key is, or else {@code -(insertion point) - 1}. */
    private int search(K key) {
        return search(key, 0);
    }

    private int search(K key, int from) {
        int low = from;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = key(middle).compareTo(key);
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }

    /** The child that a key belongs to; the first separator is not looked at, for keys below it belong there as well. */
    private int childIndex(K key) {
        int found = search(key, 1);
        return found >= 0 ? found : -found - 2;
    }

    static <K extends Comparable<K>> @Nullable Object get(MapNode<K> root, K key) {
        MapNode<K> node = root;
        while (!node.leaf) {
            node = node.child(node.childIndex(key));
        }
        int found = node.search(key);
        return found >= 0 ? node.slots[found] : null;
    }

    /** This node if it is the owner's, else a copy that is. */
    private MapNode<K> owned(Owner by) {
        return owner == by
                ? this
                : new MapNode<>(by, leaf, count, Arrays.copyOf(keys, count), Arrays.copyOf(slots, count));
    }

    /** Sets the value of a key that is there; throws where it is not. */
    MapNode<K> replace(Owner by, K key, Object value) {
        MapNode<K> node = owned(by);
        int at = leaf ? search(key) : childIndex(key);
        node.slots[at] = leaf ? value : child(at).replace(by, key, value);
        return node;
    }

    /** Adds a key that is not there. This node is not full. */
    MapNode<K> insert(Owner by, K key, Object value) {
        MapNode<K> node = owned(by);
        if (leaf) {
            node.insertAt(-search(key) - 1, key, value);
            return node;
        }
        int at = childIndex(key);
        if (child(at).isFull()) {
            MapNode<K> left = child(at).owned(by);
            MapNode<K> right = left.splitFor(by, key);
            K separator = right.key(0);
            node.slots[at] = left;
            node.insertAt(at + 1, separator, right);
            at += key.compareTo(separator) >= 0 ? 1 : 0;
        }
        node.slots[at] = node.child(at).insert(by, key, value);
        return node;
    }

    /**
     * Takes the upper part of this full, owned node away into a new one. A key behind all others is taken for one of a
     * rising sequence, which leaves full nodes behind it.
     */
    MapNode<K> splitFor(Owner by, K key) {
        int at = key.compareTo(key(count - 1)) > 0 ? count - 1 : count / 2;
        MapNode<K> right = new MapNode<>(
                by, leaf, count - at, Arrays.copyOfRange(keys, at, count), Arrays.copyOfRange(slots, at, count));
        keys = Arrays.copyOf(keys, at);
        slots = Arrays.copyOf(slots, at);
        count = at;
        return right;
    }

    /** A copy of this node that the owner may change. */
    MapNode<K> forSplit(Owner by) {
        return owned(by);
    }

    Object firstKey() {
        return keys[0];
    }

    /** Removes a key that is there; the result may be empty. */
    MapNode<K> remove(Owner by, K key) {
        MapNode<K> node = owned(by);
        if (leaf) {
            node.removeAt(search(key));
            return node;
        }
        int at = childIndex(key);
        MapNode<K> smaller = child(at).remove(by, key);
        node.slots[at] = smaller;
        if (smaller.isEmpty()) {
            node.removeAt(at);
        } else if (smaller.count < SPARSE) {
            node.mergeAround(by, at);
        }
        return node;
    }

    /** Merges a sparse child with a neighbour that has room. */
    private void mergeAround(Owner by, int at) {
        if (at > 0 && child(at - 1).count + child(at).count <= MERGED_MAX) {
            merge(by, at - 1);
        } else if (at + 1 < count && child(at).count + child(at + 1).count <= MERGED_MAX) {
            merge(by, at);
        }
    }

    private void merge(Owner by, int at) {
        MapNode<K> left = child(at);
        MapNode<K> right = child(at + 1);
        int sum = left.count + right.count;
        Object[] mergedKeys = Arrays.copyOf(left.keys, sum);
        Object[] mergedSlots = Arrays.copyOf(left.slots, sum);
        System.arraycopy(right.keys, 0, mergedKeys, left.count, right.count);
        System.arraycopy(right.slots, 0, mergedSlots, left.count, right.count);
        // The right node's first separator may be stale: the one above it is the true bound.
        mergedKeys[left.count] = left.leaf ? right.keys[0] : keys[at + 1];
        slots[at] = new MapNode<>(by, left.leaf, sum, mergedKeys, mergedSlots);
        removeAt(at + 1);
    }

    private void insertAt(int at, Object key, Object slot) {
        if (count == keys.length) {
            int room = Math.min(WIDTH, count + count / 2 + 1);
            keys = Arrays.copyOf(keys, room);
            slots = Arrays.copyOf(slots, room);
        }
        System.arraycopy(keys, at, keys, at + 1, count - at);
        System.arraycopy(slots, at, slots, at + 1, count - at);
        keys[at] = key;
        slots[at] = slot;
        count++;
    }

    private void removeAt(int at) {
        count--;
        System.arraycopy(keys, at + 1, keys, at, count - at);
        System.arraycopy(slots, at + 1, slots, at, count - at);
        // References behind the end would keep garbage alive.
        keys[count] = null;
        slots[count] = null;
    }

    /** Visits keys from one on (all where it is null) until the action says false; whether it never did. */
    @SuppressWarnings("unchecked")
    <V> boolean forEach(@Nullable K from, BiPredicate<? super K, ? super V> action) {
        int first = from == null ? 0 : leaf ? firstAtLeast(from) : childIndex(from);
        for (int i = first; i < count; i++) {
            boolean goOn =
                    leaf ? action.test(key(i), (V) slots[i]) : child(i).<V>forEach(i == first ? from : null, action);
            if (!goOn) {
                return false;
            }
        }
        return true;
    }

    private int firstAtLeast(K from) {
        int found = search(from);
        return found >= 0 ? found : -found - 1;
    }
}
