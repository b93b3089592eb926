package io.ensemble.chaos.diff;

import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.WireStat;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The transactions that a transcript shows, by zxid: a zxid is compared between servers by its rank among them. Shown are
 * those of stats, of events and of successful writes; what a read's header says lies somewhere between. Immutable.
 */
final class ZxidRanks {
    private final long startZxid;
    private final List<Long> ranked;

    ZxidRanks(Transcript transcript) {
        startZxid = transcript.environment().startZxid();
        NavigableSet<Long> shown = new TreeSet<>();
        for (List<Observation> client : transcript.clients()) {
            client.forEach(observation -> show(observation, shown));
        }
        ranked = List.copyOf(shown.tailSet(startZxid, false));
    }

    /** A zxid that is that of a transaction. */
    String exact(long zxid) {
        return zxid > startZxid && !ranked.contains(zxid) ? "?" + floor(zxid) : floor(zxid);
    }

    /** The newest shown transaction that is not newer. */
    String floor(long zxid) {
        if (zxid <= 0) {
            return String.valueOf(zxid);
        }
        if (zxid <= startZxid) {
            return zxid == startZxid ? "start" : "old";
        }
        int rank = 0;
        while (rank < ranked.size() && ranked.get(rank) <= zxid) {
            rank++;
        }
        return rank == 0 ? "start" : "z" + rank;
    }

    private static void show(Observation observation, NavigableSet<Long> shown) {
        if (observation instanceof Observation.Event event) {
            shown.add(event.frame().zxid());
        } else if (observation instanceof Observation.Reply reply) {
            ReplyRecord record = ReplyRecord.read(
                    reply.opcode(), reply.frame().err(), reply.frame().body());
            if (isTransaction(reply, record)) {
                shown.add(reply.frame().zxid());
            }
            record.all(WireStat.class).stream()
                    .filter(stat -> stat.czxid() > 0) // what there was at birth is not the script's own
                    .forEach(stat -> shown.addAll(List.of(stat.czxid(), stat.mzxid(), stat.pzxid())));
        }
    }

    /** Whether the header's zxid is that of the request itself. */
    static boolean isTransaction(Observation.Reply reply, ReplyRecord record) {
        if (reply.frame().err() != 0) {
            return false;
        }
        return switch (reply.opcode()) {
            case Opcode.CREATE,
                    Opcode.CREATE2,
                    Opcode.CREATE_CONTAINER,
                    Opcode.CREATE_TTL,
                    Opcode.DELETE,
                    Opcode.DELETE_CONTAINER,
                    Opcode.SET_DATA,
                    Opcode.SET_ACL -> true;
            case Opcode.MULTI -> wrote(record);
            default -> false;
        };
    }

    private static boolean wrote(ReplyRecord record) {
        List<String> written = new ArrayList<>();
        for (String part : record.all(String.class)) {
            if (part.startsWith("create") || part.startsWith("delete") || part.startsWith("setData")) {
                written.add(part);
            }
        }
        return !written.isEmpty();
    }
}
