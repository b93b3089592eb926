package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * No ephemeral without its session, and none missing with it: not seen at or behind the zxid at which its session was
 * closed, seen before it, all those of a session gone at once, and none left at the end of a session that is over.
 */
public final class Ephemerals implements Checker {
    /** What is known of a session. */
    private static final class Life {
        final List<Operation> creates = new ArrayList<>();
        /** The zxid of its close, where one was acknowledged. */
        long closedAtZxid = Long.MAX_VALUE;
        /** When it may have ended, at a zxid that nobody knows: at the earliest; MAX_VALUE where it has not. */
        long mayHaveEndedNs = Long.MAX_VALUE;
        /** When its last call that was answered began: it lived then. */
        long livedNs = -1;
    }

    @Override
    public String name() {
        return "ephemerals and sessions";
    }

    @Override
    public Set<String> workloads() {
        return Set.of("ephemerals");
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        Map<Long, Life> lives = lives(history);
        for (Operation list : history.operations(call -> call.kind() == Kind.LIST && call.isOk())) {
            Set<String> seen = new HashSet<>(Objects.requireNonNullElse(list.children(), List.of()));
            lives.forEach((session, life) -> checkList(list, seen, session, life, findings));
        }
        for (Line line : history.lines()) {
            if (line.phase() == Phase.FINAL && line.session() != null && line.session() != 0) {
                Life life = lives.get(line.session());
                findings.require(
                        life != null && life.closedAtZxid == Long.MAX_VALUE && life.mayHaveEndedNs == Long.MAX_VALUE,
                        "{} is there at the end, its session 0x{} is over",
                        Objects.requireNonNull(line.path()),
                        Long.toHexString(line.session()));
            }
        }
        return findings;
    }

    private static Map<Long, Life> lives(History history) {
        Map<Long, Life> lives = new HashMap<>();
        for (Operation call : history.operations(each -> each.session() != 0)) {
            Life life = lives.computeIfAbsent(call.session(), session -> new Life());
            if (call.kind() == Kind.CREATE_EPHEMERAL && call.isOk()) {
                life.creates.add(call);
            } else if (call.kind() == Kind.CLOSE && call.isOk() && call.zxid() >= 0) {
                life.closedAtZxid = call.zxid();
            } else if (call.kind() == Kind.CLOSE) {
                life.mayHaveEndedNs = Math.min(life.mayHaveEndedNs, call.beganAt());
            }
            if (call.isOk()) {
                life.livedNs = Math.max(life.livedNs, call.beganAt());
            }
        }
        for (Line line : history.lines()) {
            boolean over =
                    line.phase() == Phase.STATE && ("Expired".equals(line.note()) || "Abandoned".equals(line.note()));
            if (over && line.session() != null) {
                Life life = lives.computeIfAbsent(line.session(), session -> new Life());
                // Who is told that it expired does not know when; who left it lets it end from then on.
                long from = "Expired".equals(line.note()) ? Math.max(0, life.livedNs) : line.at();
                life.mayHaveEndedNs = Math.min(life.mayHaveEndedNs, from);
            }
        }
        return lives;
    }

    private static void checkList(Operation list, Set<String> seen, long session, Life life, Findings findings) {
        int present = 0;
        int due = 0;
        for (Operation create : life.creates) {
            if (!isChildOf(list.at(), create)) {
                continue;
            }
            if (create.zxid() > list.zxid()) {
                findings.require(!seen.contains(name(create)), "{} is seen before it was made: {}", name(create), list);
                continue;
            }
            due++;
            present += seen.contains(name(create)) ? 1 : 0;
        }
        if (due == 0) {
            return;
        }
        if (list.zxid() >= life.closedAtZxid) {
            findings.require(
                    present == 0,
                    "ephemerals of session 0x{}, closed at zxid {}, are seen by {}",
                    Long.toHexString(session),
                    life.closedAtZxid,
                    list);
        } else if (list.endedAt() < life.mayHaveEndedNs) {
            findings.require(
                    present == due,
                    "{} of {} ephemerals of the live session 0x{} are seen by {}",
                    present,
                    due,
                    Long.toHexString(session),
                    list);
        } else {
            findings.require(
                    present == 0 || present == due,
                    "{} of {} ephemerals of session 0x{} are seen, it did not end at once: {}",
                    present,
                    due,
                    Long.toHexString(session),
                    list);
        }
    }

    private static boolean isChildOf(String parent, Operation create) {
        String path = create.at();
        return path.startsWith(parent + "/") && path.indexOf('/', parent.length() + 1) < 0;
    }

    private static String name(Operation create) {
        return create.at().substring(create.at().lastIndexOf('/') + 1);
    }
}
