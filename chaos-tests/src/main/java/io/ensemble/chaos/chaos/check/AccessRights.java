package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * From the zxid at which a znode was closed to others until it was opened again nobody else writes or reads it; and all
 * may before and after.
 */
public final class AccessRights implements Checker {
    private static final String NO_AUTH = "NOAUTH";

    /**
     * From a zxid on.
     *
     * @param sure whether no change without an answer may have come behind it
     */
    private record Access(boolean open, boolean sure) {}

    @Override
    public String name() {
        return "rights";
    }

    @Override
    public Set<String> workloads() {
        return Set.of("rights");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<String, NavigableMap<Long, Access>> accesses = accesses(history);
        for (Operation call : history.operations(
                each -> (each.kind() == Kind.TRY_WRITE || each.kind() == Kind.TRY_READ) && each.zxid() >= 0)) {
            NavigableMap<Long, Access> all = accesses.get(call.at());
            Map.Entry<Long, Access> last = all == null ? null : all.floorEntry(call.zxid());
            if (last == null || !last.getValue().sure()) {
                continue;
            }
            boolean open = last.getValue().open();
            findings.require(!call.isOk() || open, "closed since zxid {}, and done: {}", last.getKey(), call);
            findings.require(
                    !NO_AUTH.equals(call.error()) || !open, "open since zxid {}, and refused: {}", last.getKey(), call);
        }
        return findings;
    }

    /** A znode has one owner, who makes one change after the other. */
    private static Map<String, NavigableMap<Long, Access>> accesses(History history) {
        Map<String, NavigableMap<Long, Access>> accesses = new HashMap<>();
        for (Operation call : history.operations(each -> each.kind() == Kind.SET_ACL)) {
            NavigableMap<Long, Access> all = accesses.computeIfAbsent(call.at(), path -> new TreeMap<>());
            if (call.isOk()) {
                all.put(call.zxid(), new Access("open".equals(call.value()), true));
            } else if (call.outcome() == Phase.INFO && !all.isEmpty()) {
                all.put(all.lastKey(), new Access(all.lastEntry().getValue().open(), false));
            }
        }
        return accesses;
    }
}
