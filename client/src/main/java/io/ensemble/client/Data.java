package io.ensemble.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A znode's data and stat at one moment. Whoever has it may not change the array.
 *
 * @param bytes null where the znode was created without data
 * @param zxid the version that was read
 */
public record Data(byte @Nullable [] bytes, Stat stat, long zxid) {

    /** The data as UTF-8; empty where there is none. */
    public String text() {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
