package io.ensemble.chaos.sim.log;

import io.ensemble.chaos.sim.log.RaftDisk.Snapshot;
import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.server.consensus.ReplicatedLog.SnapshotWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A member's snapshot thread: a snapshot is written some time after it was asked for, and durable later. Single-threaded. */
final class RaftSnapshots {
    private static final long PATIENCE = 2_000 * SimScheduler.MILLIS;

    private final RaftNode node;
    private final SimGroup group;
    private final SimHost host;
    private final RaftDisk disk;
    private final SimRandom random;
    private boolean busy;
    private boolean confirmed;
    private long expected;
    private @Nullable Snapshot written;
    private long writtenAt;

    RaftSnapshots(RaftNode node, SimGroup group, SimHost host, RaftDisk disk, SimRandom random) {
        this.node = node;
        this.group = group;
        this.host = host;
        this.disk = disk;
        this.random = random;
    }

    boolean take(long index, long term, SnapshotWriter writer) {
        if (node.isClosed()) {
            return false;
        }
        if (busy) {
            giveUp();
            return false;
        }
        busy = true;
        expected = index;
        confirmed = false;
        later(() -> write(index, term, writer));
        return true;
    }

    private void write(long index, long term, SnapshotWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("no write to memory can fail", e);
        }
        later(() -> {
            written = new Snapshot(index, term, out.toByteArray());
            writtenAt = group.scheduler.now();
            keepIfConfirmed();
        });
    }

    void confirmed(long index) {
        if (busy && index == expected) {
            confirmed = true;
            keepIfConfirmed();
        }
    }

    private void keepIfConfirmed() {
        Snapshot snapshot = written;
        if (confirmed && snapshot != null) {
            busy = false;
            written = null;
            group.observer.rare("snapshot taken");
            disk.keep(snapshot, random.below(group.settings.keptEntries() + 1));
            node.sink().snapshotDurable(snapshot.index());
        }
    }

    private void giveUp() {
        if (written != null && group.scheduler.now() - writtenAt > PATIENCE) {
            busy = false;
            written = null;
            group.observer.rare("snapshot given up unconfirmed");
        }
    }

    private void later(Runnable task) {
        host.after(random.delay(5 * SimScheduler.MILLIS, 800 * SimScheduler.MILLIS), () -> {
            if (!node.isClosed()) {
                task.run();
            }
        });
    }
}
