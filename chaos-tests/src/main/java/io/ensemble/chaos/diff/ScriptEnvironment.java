package io.ensemble.chaos.diff;

import org.jspecify.annotations.Nullable;

/**
 * What a script's bytes depend on beside the script: where its tree stands and which zxids its server has given.
 *
 * @param prefix the path of the script's own tree
 * @param startZxid the zxid at which the script began
 * @param lastZxid the last zxid that the acting client has seen in a reply
 */
public record ScriptEnvironment(String prefix, long startZxid, long lastZxid) {

    /** Scripts write their own tree as this. */
    public static final String TREE = "~";

    /** The path on the server. */
    public @Nullable String path(@Nullable String path) {
        return path != null && path.startsWith(TREE) ? prefix + path.substring(TREE.length()) : path;
    }
}
