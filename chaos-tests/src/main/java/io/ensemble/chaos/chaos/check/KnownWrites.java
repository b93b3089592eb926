package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The writes of each znode that anybody got an answer of, or saw the result of, by their zxid. A write that had no
 * answer and was never read is not among them. Immutable once built.
 */
final class KnownWrites {
    /** What a znode had behind a write. */
    record Written(int version, @Nullable String value) {}

    private final Map<String, NavigableMap<Long, Written>> byPath = new HashMap<>();
    private final Map<Long, String> pathByZxid = new HashMap<>();

    private KnownWrites() {}

    /** Gathers them, and tells where two answers contradict each other. */
    static KnownWrites of(History history, Findings findings) {
        KnownWrites known = new KnownWrites();
        for (Operation call : history.operations()) {
            if (call.isOk() && call.mzxid() >= 0) {
                known.add(call.at(), call.mzxid(), new Written(call.version(), call.value()), call, findings);
            }
        }
        for (Line line : history.lines()) {
            if (line.phase() == Line.Phase.FINAL
                    && line.path() != null
                    && line.mzxid() != null
                    && line.version() != null) {
                known.add(line.path(), line.mzxid(), new Written(line.version(), line.value()), line, findings);
            }
        }
        return known;
    }

    private void add(String path, long mzxid, Written written, Object witness, Findings findings) {
        Written other = byPath.computeIfAbsent(path, any -> new TreeMap<>()).putIfAbsent(mzxid, written);
        findings.require(
                other == null || other.equals(written),
                "{} had {} behind zxid {}, and also: {}",
                path,
                other == null ? "" : other,
                mzxid,
                witness);
        pathByZxid.putIfAbsent(mzxid, path);
    }

    NavigableMap<Long, Written> of(String path) {
        return byPath.getOrDefault(path, new TreeMap<>());
    }

    /** The first write of the znode behind one zxid and not behind the other, or null. */
    @Nullable
    Long firstWithin(String path, long after, long until) {
        Long next = of(path).higherKey(after);
        return next != null && next <= until ? next : null;
    }

    /** The znode that a zxid wrote, or null where it is not known. */
    @Nullable
    String pathOf(long zxid) {
        return pathByZxid.get(zxid);
    }

    Map<String, NavigableMap<Long, Written>> all() {
        return byPath;
    }
}
