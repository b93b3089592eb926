package io.ensemble.client;

import org.jspecify.annotations.Nullable;

/**
 * What a write did. Immutable.
 *
 * @param path the znode's, with its number for sequential modes
 * @param stat of what was created or set; null for a delete or a check
 * @param deleted how many znodes are gone: for {@link Op.DeleteTree} only
 * @param whole false where a tree was deleted in parts and is not gone yet
 */
public record OpResult(String path, @Nullable Stat stat, int deleted, boolean whole) {
    OpResult(String path, @Nullable Stat stat) {
        this(path, stat, 0, true);
    }
}
