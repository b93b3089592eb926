package io.ensemble.client;

import org.jspecify.annotations.Nullable;

/**
 * What a write did. Immutable.
 *
 * @param path the znode's, with its number for sequential modes
 * @param stat of what was created or set; null for a delete or a check
 */
public record OpResult(String path, @Nullable Stat stat) {}
