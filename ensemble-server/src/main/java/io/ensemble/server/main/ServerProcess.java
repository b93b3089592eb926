package io.ensemble.server.main;

import io.ensemble.server.admin.AdminServer;
import io.ensemble.server.admin.Health;
import io.ensemble.server.admin.MetricsRegistry;
import io.ensemble.server.admin.ServerMetrics;
import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.config.ServerConfig;
import io.ensemble.server.grpc.net.GrpcServer;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.tls.CertificateHosts;
import io.ensemble.server.tls.MemberTls;
import io.ensemble.server.zookeeper.net.ZkServer;
import io.ensemble.state.command.Command;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member with its doors: ZooKeeper's client port, the native API's and the admin port. Started and closed by one
 * thread.
 */
final class ServerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final long LIMITS_EVERY_MS = 200;
    /** How long a stop waits for the clients' last answers. */
    private static final long DRAIN_MS = 3_000;

    private final ServerConfig config;
    private final @Nullable MemberTls tls;
    private final RunningMember running;
    private final ZkServer zookeeper;
    private final GrpcServer grpc;
    private final MetricsRegistry registry;
    private final AdminServer admin;

    private ServerProcess(
            ServerConfig config,
            @Nullable MemberTls tls,
            RunningMember running,
            ZkServer zookeeper,
            GrpcServer grpc,
            MetricsRegistry registry,
            AdminServer admin) {
        this.config = config;
        this.tls = tls;
        this.running = running;
        this.zookeeper = zookeeper;
        this.grpc = grpc;
        this.registry = registry;
        this.admin = admin;
    }

    /**
     * Starts the member and opens its doors.
     *
     * @throws IOException where it must not start; the message is one line for the user
     * @throws InterruptedException where the thread was interrupted while it waited for the other members
     */
    static ServerProcess start(ServerConfig config, BiConsumer<String, @Nullable Throwable> halt)
            throws IOException, InterruptedException {
        MemberTls tls = Plans.tls(config);
        try {
            return start(config, tls, halt);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (tls != null) {
                tls.close();
            }
            throw e;
        }
    }

    private static ServerProcess start(
            ServerConfig config, @Nullable MemberTls tls, BiConsumer<String, @Nullable Throwable> halt)
            throws IOException, InterruptedException {
        sayTls(config, tls);
        MetricsRegistry registry = new MetricsRegistry();
        ServerMetrics metrics = new ServerMetrics(registry.meters());
        RunningMember running = RunningMember.start(Plans.member(config, tls, metrics, metrics.peerProbe(), halt));
        MemberFacts facts = new MemberFacts(config, running);
        String superDigest = config.client().superDigest();
        Authenticator authenticator = new Authenticator(superDigest.isEmpty() ? null : superDigest);
        ZkServer zookeeper = new ZkServer(
                running.laneGroup(),
                NettyTransport.best().serverSocket(),
                lanes(running),
                authenticator,
                Plans.zookeeper(config),
                SystemClock.INSTANCE,
                facts);
        GrpcServer grpc = new GrpcServer(
                running.laneGroup(),
                NettyTransport.best().serverSocket(),
                lanes(running),
                authenticator,
                Plans.grpc(config),
                SystemClock.INSTANCE,
                facts);
        ProcessMeters.register(metrics, running, zookeeper.counters());
        ServerProcess process =
                new ServerProcess(config, tls, running, zookeeper, grpc, registry, admin(config, running, registry));
        try {
            zookeeper.bind(address(config.client().host(), config.client().port()));
            if (config.grpc().port() != 0) {
                grpc.bind(address(config.grpc().host(), config.grpc().port()));
            }
        } catch (IOException e) {
            process.close();
            throw e;
        }
        process.takeLimitsOver();
        LOG.info(
                "member started: member={} client={} grpc={} data={}",
                config.number(),
                config.client().port(),
                config.grpc().port(),
                config.dataDir());
        return process;
    }

    private static void sayTls(ServerConfig config, @Nullable MemberTls tls) {
        if (tls == null) {
            return;
        }
        LOG.info(
                "TLS between members: certificate={} until={}",
                tls.certificate().getSubjectX500Principal().getName(),
                tls.certificate().getNotAfter().toInstant());
        String host = config.self().host();
        if (!CertificateHosts.names(tls.certificate(), host)) {
            LOG.warn(
                    "peer.tls.certificate does not name {} as a subject alternative name: the other members, who reach"
                            + " this one there, will not take it",
                    host);
        }
    }

    private static AdminServer admin(ServerConfig config, RunningMember running, MetricsRegistry registry)
            throws IOException {
        try {
            return AdminServer.start(
                    config.admin().host(),
                    config.admin().port(),
                    new AdminServer.Pages(registry::scrape, () -> Health.good("alive"), () -> readiness(running)));
        } catch (IOException e) {
            running.close();
            throw e;
        }
    }

    private static Health readiness(RunningMember running) {
        if (!running.member().isServing()) {
            return Health.bad(withTrouble("not serving yet: no incarnation was granted by a leader", running));
        }
        return running.log().leadership().leader() == 0
                ? Health.bad(withTrouble("no leader is known: reads go on, writes wait", running))
                : Health.good("serving");
    }

    private static String withTrouble(String line, RunningMember running) {
        String trouble = running.trouble();
        return trouble == null ? line : line + "; " + trouble;
    }

    private static InetSocketAddress address(String host, int port) {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    private static Map<EventLoop, Lane> lanes(RunningMember running) {
        Map<EventLoop, Lane> lanes = new IdentityHashMap<>();
        for (Lane lane : running.member().lanes()) {
            lanes.put(running.laneLoop(lane.number()).eventLoop(), lane);
        }
        return lanes;
    }

    /** A leader puts what is configured into the state: once all of it is there, nothing is left to do. */
    private void takeLimitsOver() {
        if (running.member().isServing() && running.log().leadership().ready()) {
            Command wanted = ConfiguredLimits.wanted(config, running.member().state());
            if (wanted == null) {
                return;
            }
            running.member()
                    .proposer()
                    .submit(new OwnCommand(wanted, running.member().last().epoch(), System.nanoTime()));
        }
        running.laneLoop(0).eventLoop().schedule(this::takeLimitsOver, LIMITS_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        // First, so that no client of another member waits for an election, nor one of this member for its last answer.
        running.handOver();
        zookeeper.drain(DRAIN_MS);
        zookeeper.close();
        grpc.close();
        running.close();
        admin.close();
        registry.close();
        if (tls != null) {
            tls.close();
        }
    }
}
