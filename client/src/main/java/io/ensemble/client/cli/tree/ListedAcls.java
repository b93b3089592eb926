package io.ensemble.client.cli.tree;

import io.ensemble.client.Acl;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.ZnodeAcl;
import io.ensemble.client.cli.output.Progress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The ACLs of a listing's znodes, as they were at its moment. A listing has none; they are read behind it, and a znode's stat
 * says whether its ACL is still the one of then. Where it is not, or the znode is gone, what was read helps with the next
 * listing. Confined to one thread.
 */
final class ListedAcls {
    private static final int IN_FLIGHT_MAX = 256;

    private record Known(long czxid, int aversion, List<Acl> acl) {
        boolean isOf(Entry entry) {
            return czxid == entry.stat().czxid() && aversion == entry.stat().aversion();
        }
    }

    private record Asked(Entry entry, CompletableFuture<ZnodeAcl> answer) {}

    private final Ensemble client;
    private final Map<String, Known> known = new HashMap<>();
    /** Most znodes of a tree share a few ACLs. */
    private final Map<List<Acl>, List<Acl>> shared = new HashMap<>();

    private final Deque<Asked> asked = new ArrayDeque<>();
    private boolean whole;

    ListedAcls(Ensemble client) {
        this.client = client;
    }

    /** Whether it has those of all znodes but ephemerals; else another listing is needed. */
    boolean read(Listing listing, Progress progress) throws IOException {
        whole = true;
        long[] done = new long[1];
        listing.forEach(entry -> {
            if (isNeeded(entry)) {
                asked.add(new Asked(entry, client.aclAsync(entry.path())));
            }
            if (asked.size() >= IN_FLIGHT_MAX) {
                take(asked.remove());
            }
            progress.done(++done[0]);
        });
        while (!asked.isEmpty()) {
            take(asked.remove());
        }
        return whole;
    }

    private boolean isNeeded(Entry entry) {
        Known its = known.get(entry.path());
        return entry.stat().ephemeralOwner() == 0 && (its == null || !its.isOf(entry));
    }

    private void take(Asked one) {
        try {
            ZnodeAcl now = client.await(one.answer());
            if (now.acl().stream().anyMatch(ListedAcls::isMasked)) {
                throw new EnsembleException(
                        Reason.NO_AUTH,
                        one.entry().path(),
                        "its ACL has hashes of passwords, which only those are told who may administer it: show who (--auth)");
            }
            Known its =
                    new Known(now.stat().czxid(), now.stat().aversion(), shared.computeIfAbsent(now.acl(), acl -> acl));
            known.put(one.entry().path(), its);
            whole &= its.isOf(one.entry());
        } catch (EnsembleException e) {
            if (e.reason() != Reason.NO_NODE) {
                throw e;
            }
            known.remove(one.entry().path());
            whole = false;
        }
    }

    /** A hash is never one letter. */
    private static boolean isMasked(Acl acl) {
        return acl.scheme().equals("digest") && acl.id().endsWith(":x");
    }

    /** Of a znode of the listing that was read whole; empty for ephemerals. */
    List<Acl> of(Entry entry) {
        Known its = known.get(entry.path());
        return its == null || entry.stat().ephemeralOwner() != 0 ? List.of() : its.acl();
    }
}
