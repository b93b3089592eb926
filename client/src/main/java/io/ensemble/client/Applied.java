package io.ensemble.client;

import java.util.List;

/**
 * What {@link Ensemble#compareAndApply} did. Immutable.
 *
 * @param held whether all conditions held
 * @param results one for each operation of the list that was taken
 */
public record Applied(boolean held, List<OpResult> results) {
    public Applied {
        results = List.copyOf(results);
    }
}
