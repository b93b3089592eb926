package io.ensemble.chaos.chaos.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ensemble.chaos.chaos.history.Line.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A run's lines, and its calls put together from them. Immutable. */
public final class History {
    private final List<Line> lines;
    private final List<Operation> operations;

    public History(List<Line> lines) {
        this.lines = List.copyOf(lines);
        this.operations = List.copyOf(join(lines));
    }

    /** Reads a history that a {@link Recorder} wrote. */
    public static History read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(file)) {
            lines.add(json.readValue(text, Line.class));
        }
        return new History(lines);
    }

    /** All lines, in the order in which they were recorded. */
    public List<Line> lines() {
        return lines;
    }

    /** All calls, in the order in which they began. */
    public List<Operation> operations() {
        return operations;
    }

    /** Calls of one sort, in the order in which they began. */
    public List<Operation> operations(Predicate<Operation> sort) {
        return operations.stream().filter(sort).toList();
    }

    private static List<Operation> join(List<Line> lines) {
        Map<Long, Integer> ends = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.call() != null && line.phase() != Phase.INVOKE) {
                ends.put(line.call(), i);
            }
        }
        List<Operation> joined = new ArrayList<>();
        for (Line line : lines) {
            if (line.phase() == Phase.INVOKE) {
                int end = ends.getOrDefault(line.call(), Integer.MAX_VALUE);
                joined.add(join(line, end == Integer.MAX_VALUE ? null : lines.get(end), end));
            }
        }
        return joined;
    }

    private static Operation join(Line began, @Nullable Line end, int endLine) {
        Operation open = new Operation(
                Objects.requireNonNull(began.call()),
                began.process(),
                Objects.requireNonNull(began.kind()),
                Phase.INFO,
                began.path(),
                began.value(),
                Objects.requireNonNullElse(began.expected(), -1),
                began.at(),
                Long.MAX_VALUE,
                endLine,
                null,
                -1,
                -1,
                -1,
                0,
                null,
                null);
        return end == null ? open : open.ended(end, endLine);
    }
}
