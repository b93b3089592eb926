package io.ensemble.server.consensus.offline;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log as it lies on the disk.
 *
 * @param data what was proposed; null for the log's own records
 * @param own what a record of the log's own says, in one line; empty where it was proposed
 */
public record LogRecord(long index, long term, @Nullable ByteBuffer data, String own) {}
