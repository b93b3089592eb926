package io.ensemble.server.main;

import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.config.ConfigException;
import io.ensemble.server.config.ConfigLoader;
import io.ensemble.server.config.ServerConfig;
import io.ensemble.server.consensus.LogRecovery;
import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.formation.FormationSettings;
import io.ensemble.server.consensus.formation.Recovery;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.proposer.LocalBatches;
import io.ensemble.server.replica.Replica;
import io.ensemble.server.tls.MemberSockets;
import io.ensemble.server.tls.MemberTls;
import io.ensemble.state.State;
import io.ensemble.state.apply.ApplyGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ensemble members recover}: offline, where a majority of data folders is lost for good. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a new ensemble, of this member alone, of what this member has: where a majority of the data folders is"
                    + " lost for good. All members must be stopped.",
            "What was acknowledged by others alone is lost. Choose the member that has most: without --yes, the command"
                    + " says how far this one is, and changes nothing."
        })
final class RecoverCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The member's configuration file.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "NUMBER",
            description = "The members to leave out: all others, by number.")
    private Set<Integer> without = new HashSet<>();

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Override
    public Integer call() {
        try {
            recover(ConfigLoader.load(file));
            return 0;
        } catch (ConfigException e) {
            e.problems().forEach(System.err::println);
            return ServerCommand.EXIT_CANNOT_START;
        } catch (IOException | IllegalStateException e) {
            System.err.println("ensemble: " + e.getMessage());
            return ServerCommand.EXIT_CANNOT_START;
        }
    }

    private void recover(ServerConfig config) throws IOException {
        List<MemberAddress> members = Plans.addresses(config);
        try (MemberTls tls = Plans.tls(config)) {
            recover(
                    config,
                    FormationSettings.of(
                            config.dataDir(), config.number(), members, config.peerHost(), MemberSockets.of(tls)));
        }
    }

    private void recover(ServerConfig config, FormationSettings settings) throws IOException {
        try (Recovery recovery = Recovery.open(settings, DiskFiles.INSTANCE, without)) {
            LogRecovery log = new LogRecovery(DiskFiles.INSTANCE, config.dataDir());
            Replica replica = replica(config.number(), recovery.formerId());
            log.read(recovery.formerId(), new Sink(replica));
            State state = replica.state();
            System.out.println("member " + config.number() + " has entries up to index " + log.index() + " of term "
                    + log.term() + ", zxid 0x" + Long.toHexString(state.zxid()));
            if (!yes) {
                System.out.println(
                        "nothing was changed; compare with the other members that have data, then run it with"
                                + " --yes on the one with the highest term, and of these the highest index");
                return;
            }
            long newId = Recovery.newId();
            long index = log.index();
            long term = log.term();
            Path aside = log.write(
                    recovery.formerId(), newId, out -> new SnapshotCodec(newId).write(state, index, term, out));
            recovery.formed(newId);
            System.out.println("member " + config.number() + " is an ensemble of its own now; the former log is in "
                    + aside + ". Start it, give the others empty folders, start and add them (members add)");
        }
    }

    private static Replica replica(int self, long clusterId) {
        return new Replica(
                self,
                new EntryCodec(clusterId),
                new SnapshotCodec(clusterId),
                new LocalBatches(),
                ApplyGuard.ALL,
                SystemClock.INSTANCE,
                MemberProbe.NONE);
    }

    private record Sink(Replica replica) implements LogSink {
        @Override
        public void restore(long index, long term, InputStream snapshot, boolean serving) throws IOException {
            replica.restore(index, term, snapshot, serving);
        }

        @Override
        public void entry(long index, long term, ByteBuffer data) {
            replica.apply(index, term, data);
        }

        @Override
        public void skipped(long index, long term) {
            replica.skip(index, term);
        }

        @Override
        public void leadership(Leadership now) {}

        @Override
        public void refused(long term, String why) {}

        @Override
        public void snapshotDurable(long index) {}

        @Override
        public void failed(String message, Throwable cause) {
            throw new IllegalStateException(message, cause);
        }
    }
}
