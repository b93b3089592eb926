package io.ensemble.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each connection asks for, over and over.
 *
 * @param operations in this order
 */
public record Pattern(List<Operation> operations) {
    public Pattern {
        operations = List.copyOf(operations);
        if (operations.stream().noneMatch(each -> each.counted)) {
            throw new IllegalArgumentException("nothing of " + operations + " counts");
        }
    }

    /** One operation only. */
    public static Pattern of(Operation operation) {
        return new Pattern(List.of(operation));
    }

    /** A read behind a sync. */
    public static Pattern linearizableRead() {
        return new Pattern(List.of(Operation.SYNC, Operation.GET));
    }

    /** One set behind so many reads. */
    public static Pattern mostlyReads(int reads) {
        List<Operation> operations = new ArrayList<>(Collections.nCopies(reads, Operation.GET));
        operations.add(Operation.SET);
        return new Pattern(operations);
    }

    @Override
    public String toString() {
        Map<Operation, Long> counts = new EnumMap<>(Operation.class);
        operations.forEach(each -> counts.merge(each, 1L, Long::sum));
        return counts.size() == 1
                ? operations.get(0).name().toLowerCase(Locale.ROOT)
                : counts.entrySet().stream()
                                .map(each -> each.getValue() + " "
                                        + each.getKey().name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + " in turn";
    }

    boolean creates() {
        return operations.contains(Operation.CREATE);
    }

    /** Requests that have to be in flight for so many counted ones to be. */
    int requests(int counted) {
        int perPattern = (int) operations.stream().filter(each -> each.counted).count();
        return Math.max(1, counted * operations.size() / perPattern);
    }
}
