package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.ReadModel;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.server.lane.WatchTable.Kind;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Random requests on few paths, so that clients meet. Every write that can carries data that no other has. */
final class Operations {
    private static final List<String> PARENTS = List.of("/a", "/b");
    private static final List<String> PATHS = List.of("/a", "/b", "/a/x", "/a/y", "/b/x", "/b/z", "/a/x/d", "/b/z/d");
    private static final List<Acl> OPEN = AclList.OPEN.entries();

    private final SimRandom random;
    private final ClientSettings settings;
    private final String name;
    private int labels;

    Operations(SimRandom random, ClientSettings settings, String name) {
        this.random = random;
        this.settings = settings;
        this.name = name;
    }

    /** @param floor the newest zxid applied anywhere */
    Message.Request next(int xid, long floor) {
        if (random.chance(settings.syncs())) {
            return new Message.Sync(xid, floor);
        }
        if (random.chance(settings.reads())) {
            return read(xid);
        }
        return new Message.Write(xid, random.chance(0.12) ? multi() : write());
    }

    /** A write that can be told from every other: the first of each connection. */
    Message.Request labelled(int xid) {
        return new Message.Write(xid, new Op.SetData(random.pick(PATHS), label(), -1));
    }

    private Message.Request read(int xid) {
        if (random.chance(0.08)) {
            Kind kind = random.chance(0.5) ? Kind.PERSISTENT : Kind.PERSISTENT_RECURSIVE;
            String path = random.chance(0.2) ? "/" : random.pick(PATHS);
            return random.chance(0.3)
                    ? new Message.RemoveWatch(xid, path, kind)
                    : new Message.AddWatch(xid, path, kind);
        }
        ReadModel.Kind kind = ReadModel.Kind.values()[random.below(3)];
        return new Message.Read(xid, kind, random.pick(PATHS), random.chance(settings.watches()));
    }

    private Op multi() {
        List<Op> ops = new ArrayList<>();
        for (int left = 1 + random.below(3); left >= 0; left--) {
            ops.add(random.chance(0.2) ? new Op.Check(random.pick(PATHS), version()) : write());
        }
        return new Op.Multi(ops);
    }

    private Op write() {
        int choice = random.below(10);
        if (choice < 4) {
            return new Op.SetData(random.pick(PATHS), label(), version());
        } else if (choice < 8) {
            return create();
        }
        return new Op.Delete(random.pick(PATHS), version());
    }

    private Op create() {
        if (random.chance(settings.shortLived())) {
            return random.chance(0.5)
                    ? new Op.Create(random.pick(PATHS), label(), OPEN, CreateMode.CONTAINER, 0)
                    : new Op.Create(
                            random.pick(PATHS), label(), OPEN, CreateMode.PERSISTENT_TTL, random.between(50, 3_000));
        }
        if (random.chance(0.08)) {
            CreateMode mode =
                    random.chance(0.7) ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.PERSISTENT_SEQUENTIAL_TTL;
            return new Op.Create(random.pick(PARENTS) + "/s", label(), OPEN, mode, 1_500);
        }
        boolean ephemeral = random.chance(0.4);
        return new Op.Create(
                random.pick(PATHS), label(), OPEN, ephemeral ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT, 0);
    }

    private int version() {
        return random.chance(0.6) ? -1 : random.below(4);
    }

    private byte[] label() {
        return (name + "." + ++labels).getBytes(StandardCharsets.UTF_8);
    }
}
