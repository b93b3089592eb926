package io.ensemble.client;

import java.util.List;

/**
 * A znode's children at one moment. Immutable.
 *
 * @param names sorted
 * @param stat of the znode itself
 * @param zxid the version that was read
 */
public record Children(List<String> names, Stat stat, long zxid) {
    public Children {
        names = List.copyOf(names);
    }
}
