package io.ensemble.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Something that a watch tells. Immutable; arrays must not be changed.
 *
 * @param zxid of the change; of EXISTING and LISTED the listing's; of GAP and ENDED the last one before which nothing is
 *     missing
 * @param path of a change and of EXISTING; empty for the others
 * @param stat behind the change; of what was deleted, before it; null for GAP, LISTED and ENDED
 * @param data behind the change, where it was asked for
 * @param previousData before the change, where it was asked for
 * @param sessionId whose change it is; 0 for the ensemble's own (times to live)
 * @param failure of ENDED, why; null for the others
 */
public record WatchEvent(
        Kind kind,
        long zxid,
        String path,
        @Nullable Stat stat,
        byte @Nullable [] data,
        byte @Nullable [] previousData,
        long sessionId,
        @Nullable EnsembleException failure) {

    /** What happened. */
    public enum Kind {
        CREATED,
        DELETED,
        DATA_CHANGED,
        /** Was there when the listing was made. */
        EXISTING,
        /** The listing is whole; changes behind it follow. */
        LISTED,
        /**
         * Changes were missed, for the ensemble no longer keeps them, or a listing was cut short: forget what was told
         * before. A listing follows, and the changes behind it.
         */
        GAP,
        /** The member refuses the watch, for the reason of {@link #failure}: nothing comes any more. */
        ENDED
    }

    /** The data as UTF-8; empty where there is none. */
    public String text() {
        return data == null ? "" : new String(data, StandardCharsets.UTF_8);
    }
}
