package io.ensemble.client.cli.tree;

import io.ensemble.client.Acl;
import io.ensemble.client.Data;
import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Op;
import io.ensemble.client.ReadMode;
import io.ensemble.client.ZnodeAcl;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is to be done with each znode of an export, found by what is there before anything is written. Znodes are known by their
 * place in the export. Confined to one thread.
 */
final class ImportPlan {
    private static final int IN_FLIGHT_MAX = 256;

    private record Asked(
            int number,
            ExportedZnode znode,
            String target,
            CompletableFuture<Data> data,
            CompletableFuture<ZnodeAcl> acl) {}

    private final Ensemble client;
    private final Existing existing;
    private final boolean fresh;
    private final BitSet creates = new BitSet();
    private final BitSet setsData = new BitSet();
    private final BitSet setsAcl = new BitSet();
    private final Deque<Asked> asked = new ArrayDeque<>();
    private int count;
    private int ephemerals;
    private int same;
    private int refused;
    private String firstRefused = "";

    /** @param top where the first znode goes */
    ImportPlan(Ensemble client, Existing existing, String top) {
        this.client = client;
        this.existing = existing;
        // Where there is no top there is nothing below it.
        this.fresh =
                client.await(client.existsAsync(top, ReadMode.LINEARIZABLE)).isEmpty();
    }

    /** Plans the next one. */
    void add(ExportedZnode znode, String target) {
        int number = count++;
        if (znode.isEphemeral()) {
            ephemerals++;
        } else if (fresh) {
            creates.set(number);
        } else {
            asked.add(
                    new Asked(number, znode, target, client.getAsync(target, ReadMode.LOCAL), client.aclAsync(target)));
            if (asked.size() >= IN_FLIGHT_MAX) {
                take(asked.remove());
            }
        }
    }

    private void take(Asked one) {
        byte[] data;
        List<Acl> acl;
        try {
            data = client.await(one.data()).bytes();
            acl = client.await(one.acl()).acl();
        } catch (EnsembleException e) {
            if (e.reason() != Reason.NO_NODE) {
                throw e;
            }
            creates.set(one.number());
            return;
        }
        boolean sameData = Arrays.equals(data, one.znode().data());
        boolean sameAcl =
                acl.equals(one.znode().acl().isEmpty() ? Acl.OPEN : one.znode().acl());
        // The root is there always: what does not differ in it is in nobody's way.
        boolean mayBeThere = existing != Existing.REFUSE || one.target().equals("/");
        if (sameData && sameAcl && mayBeThere) {
            same++;
        } else if (existing == Existing.OVERWRITE) {
            setsData.set(one.number(), !sameData);
            setsAcl.set(one.number(), !sameAcl);
        } else {
            refused++;
            firstRefused = firstRefused.isEmpty() ? one.target() : firstRefused;
        }
    }

    /**
     * To be called behind the last one.
     *
     * @throws EnsembleException with NODE_EXISTS where one is in the way
     */
    void end() {
        while (!asked.isEmpty()) {
            take(asked.remove());
        }
        if (refused == 0) {
            return;
        }
        String hint = existing == Existing.REFUSE
                ? " are there already. --resume leaves those that are the same, --overwrite changes those that are not"
                : " are there and have other data, or another ACL. --overwrite changes them";
        throw new EnsembleException(
                Reason.NODE_EXISTS,
                firstRefused,
                "nothing was imported: it and " + (refused - 1) + " more of " + count + " znodes" + hint);
    }

    /** What makes this znode what it is to be; nothing where it is that, or is left out. */
    List<Op> ops(int number, ExportedZnode znode, String target) {
        if (creates.get(number)) {
            return List.of(
                    new Op.Create(target, znode.data(), io.ensemble.client.CreateMode.PERSISTENT, znode.acl(), 0));
        }
        Op data = new Op.Set(target, znode.data(), Op.ANY_VERSION);
        Op acl = new Op.SetAcl(target, znode.acl().isEmpty() ? Acl.OPEN : znode.acl(), Op.ANY_VERSION);
        if (setsData.get(number)) {
            // The ACL last: behind it the data may be out of reach.
            return setsAcl.get(number) ? List.of(data, acl) : List.of(data);
        }
        return setsAcl.get(number) ? List.of(acl) : List.of();
    }

    int created() {
        return creates.cardinality();
    }

    int changed() {
        BitSet either = (BitSet) setsData.clone();
        either.or(setsAcl);
        return either.cardinality();
    }

    int same() {
        return same;
    }

    int ephemerals() {
        return ephemerals;
    }
}
