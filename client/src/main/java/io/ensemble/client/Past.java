package io.ensemble.client;

import org.jspecify.annotations.Nullable;

/**
 * A znode as it was at an earlier zxid. Whoever has it may not change the array.
 *
 * @param bytes null where it had no data
 * @param stat only where the znode has not changed since, nor its children
 */
public record Past(byte @Nullable [] bytes, @Nullable Stat stat) {}
