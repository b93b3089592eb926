package io.ensemble.server.dump;

import static org.awaitility.Awaitility.await;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.consensus.FreePorts;
import io.ensemble.server.consensus.GroupStorage;
import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.RatisLog;
import io.ensemble.server.consensus.RatisLogSettings;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.consensus.TestLinks;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.state.State;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.Marks;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A member's folder as a real log leaves it: six entries, one of them no entry of Ensemble, and a snapshot. */
final class SmallLog implements LogSink {
    static final long CLUSTER = 0xABCD;
    static final long SESSION = 0x0100_0000_0000_0001L;

    private final EntryCodec codec = new EntryCodec(CLUSTER);
    private volatile State state = State.initial();
    private volatile long index;
    private volatile long term;
    private volatile int entries;
    private volatile long durable = -1;

    static void writeTo(Path dataDir) throws IOException {
        new SmallLog().write(dataDir);
    }

    private void write(Path dataDir) throws IOException {
        List<Integer> ports = FreePorts.pick(3);
        MemberAddress self = MemberAddress.founder(1, "127.0.0.1", ports.get(0), ports.get(1), ports.get(2));
        new GroupStorage(DiskFiles.INSTANCE, dataDir).format(CLUSTER);
        RatisLogSettings settings = new RatisLogSettings(
                dataDir, self, List.of(self), CLUSTER, "127.0.0.1", 64 << 10, 1 << 20, 50, 100, 2, 1, 3, 10);
        try (RatisLog log = new RatisLog(settings, TestLinks::none)) {
            log.start(this);
            await().until(() -> log.leadership().ready());
            propose(log, new EncodedPart.Hello(new Part.Hello(1, 77, 0)));
            propose(log, batch(1, new Command.OpenSession(new byte[16], 10_000, 0)));
            propose(
                    log,
                    batch(
                            2,
                            op(new Op.Create("/a", bytes("hello"), acl(), CreateMode.PERSISTENT, 0)),
                            op(new Op.Create("/a/b c", null, acl(), CreateMode.EPHEMERAL, 0)),
                            op(new Op.Multi(List.of(new Op.Check("/a", 0), new Op.Delete("/x", -1))))));
            propose(log, new EncodedPart.Leader(new Part.DeleteDue("/gone")));
            log.propose(log.leadership().term(), bytes("no entry of ours"));
            await().until(() -> entries == 5);
            State held = state;
            long at = index;
            log.snapshot(at, term, out -> new SnapshotCodec(CLUSTER).write(held, at, term, out));
            log.confirmed(at);
            await().until(() -> durable == at);
            propose(log, new EncodedPart.Leader(new Part.ExpireSession(SESSION, 9)));
            await().until(() -> entries == 6);
        }
    }

    private void propose(RatisLog log, EncodedPart part) {
        log.propose(
                log.leadership().term(), codec.encode(log.leadership().term(), 1_700_000_000_000L, 5, List.of(part)));
    }

    private EncodedPart batch(long number, Command... commands) {
        Identities who = new Identities(List.of(new Id("ip", "127.0.0.1")), false);
        return codec.encode(
                new Part.Batch(1, 1, number, 1, new Part.DigestReport(1, 0xBEEF), List.of(who), List.of(commands)));
    }

    private static Command op(Op op) {
        return new Command.SessionOp(SESSION, 1, 0, 0, 0, op);
    }

    private static List<Acl> acl() {
        return List.of(new Acl(31, Id.ANYONE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void restore(long at, long inTerm, InputStream snapshot, boolean serving) {}

    @Override
    public void entry(long at, long inTerm, ByteBuffer data) {
        if (data.get(data.position()) != 'n') {
            state = Applier.apply(state, at, inTerm, codec.decode(data), Marks.NONE)
                    .after();
        }
        index = at;
        term = inTerm;
        entries++;
    }

    @Override
    public void skipped(long at, long inTerm) {}

    @Override
    public void leadership(Leadership now) {}

    @Override
    public void refused(long inTerm, String why) {
        throw new AssertionError(why);
    }

    @Override
    public void snapshotDurable(long at) {
        durable = at;
    }

    @Override
    public void failed(String message, Throwable cause) {
        throw new AssertionError(message, cause);
    }
}
