package io.ensemble.state.collection;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that keeps its old versions: a B+ tree of wide nodes. A change under an {@link Owner} copies what is not
 * the owner's and edits in place what is; once the owner is given up, the version is immutable and safe to read from any
 * thread. Operations take logarithmic time; values are never null.
 */
public final class PersistentMap<K extends Comparable<K>, V> {
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(new Owner(), null, 0);

    private final Owner owner;
    private @Nullable MapNode<K> root;
    private int size;

    private PersistentMap(Owner owner, @Nullable MapNode<K> root, int size) {
        this.owner = owner;
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    public static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    @SuppressWarnings("unchecked")
    public @Nullable V get(K key) {
        return root == null ? null : (V) MapNode.get(root, key);
    }

    /** The map with this value for the key: this very map where it is the owner's. */
    public PersistentMap<K, V> put(Owner by, K key, V value) {
        PersistentMap<K, V> map = owned(by);
        MapNode<K> top = map.root;
        if (top == null) {
            map.root = MapNode.leafOf(by, key, value);
            map.size = 1;
        } else if (MapNode.get(top, key) != null) {
            map.root = top.replace(by, key, value);
        } else {
            map.root = withRoom(top, by, key).insert(by, key, value);
            map.size++;
        }
        return map;
    }

    /** The map with another value for a key that must be there. */
    public PersistentMap<K, V> replace(Owner by, K key, V value) {
        PersistentMap<K, V> map = owned(by);
        MapNode<K> top = map.root;
        if (top == null) {
            throw new IllegalArgumentException("no such key");
        }
        map.root = top.replace(by, key, value);
        return map;
    }

    private static <K extends Comparable<K>> MapNode<K> withRoom(MapNode<K> top, Owner by, K key) {
        if (!top.isFull()) {
            return top;
        }
        MapNode<K> left = top.forSplit(by);
        MapNode<K> right = left.splitFor(by, key);
        return MapNode.above(by, left, right, right.firstKey());
    }

    /** The map without the key; this map where it has no such key. */
    public PersistentMap<K, V> remove(Owner by, K key) {
        if (root == null || MapNode.get(root, key) == null) {
            return this;
        }
        PersistentMap<K, V> map = owned(by);
        MapNode<K> top = root.remove(by, key);
        for (MapNode<K> only = top.onlyChild(); only != null; only = top.onlyChild()) {
            top = only;
        }
        map.root = top.isEmpty() ? null : top;
        map.size--;
        return map;
    }

    private PersistentMap<K, V> owned(Owner by) {
        return owner == by ? this : new PersistentMap<>(by, root, size);
    }

    /** The smallest key, or null where there is none. */
    public @Nullable K firstKey() {
        Object[] first = new Object[1];
        forEachFrom(null, (key, value) -> {
            first[0] = key;
            return false;
        });
        @SuppressWarnings("unchecked")
        K key = (K) first[0];
        return key;
    }

    /** Visits in order of keys, from one on (from the first where it is null), until the action says false. */
    public void forEachFrom(@Nullable K from, BiPredicate<? super K, ? super V> action) {
        if (root != null) {
            root.<V>forEach(from, action);
        }
    }
}
