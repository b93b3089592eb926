package io.ensemble.chaos.chaos.history;

import io.ensemble.chaos.chaos.history.Line.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param error the error code's name, where there is one
 */
public record Completion(
        Phase phase,
        @Nullable String path,
        @Nullable String value,
        @Nullable Integer version,
        @Nullable Long mzxid,
        @Nullable Long zxid,
        @Nullable Long session,
        @Nullable Integer member,
        @Nullable List<String> children,
        @Nullable String error) {}
