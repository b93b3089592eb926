package io.ensemble.server.main;

import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.config.ServerConfig;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.zookeeper.net.ZkServer;
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

/** One member with its doors: ZooKeeper's client port and the admin port. Started and closed by one thread. */
final class ServerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final long LIMITS_EVERY_MS = 200;

    private final ServerConfig config;
    private final RunningMember running;
    private final ZkServer zookeeper;

    private ServerProcess(ServerConfig config, RunningMember running, ZkServer zookeeper) {
        this.config = config;
        this.running = running;
        this.zookeeper = zookeeper;
    }

    /**
     * Starts the member and opens its doors.
     *
     * @throws IOException where it must not start; the message is one line for the user
     * @throws InterruptedException where the thread was interrupted while it waited for the other members
     */
    static ServerProcess start(ServerConfig config, BiConsumer<String, @Nullable Throwable> halt)
            throws IOException, InterruptedException {
        RunningMember running = RunningMember.start(Plans.member(config, MemberProbe.NONE, PeerProbe.NONE, halt));
        MemberFacts facts = new MemberFacts(config, running);
        ZkServer zookeeper = new ZkServer(
                running.laneGroup(),
                NettyTransport.best().serverSocket(),
                lanes(running),
                new Authenticator(
                        config.client().superDigest().isEmpty()
                                ? null
                                : config.client().superDigest()),
                Plans.zookeeper(config),
                SystemClock.INSTANCE,
                facts);
        ServerProcess process = new ServerProcess(config, running, zookeeper);
        try {
            zookeeper.bind(address(config.client().host(), config.client().port()));
        } catch (IOException e) {
            process.close();
            throw e;
        }
        process.takeLimitsOver();
        LOG.info(
                "member started: member={} client={} data={}",
                config.number(),
                config.client().port(),
                config.dataDir());
        return process;
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

    /** The leader of a new ensemble puts the configured session timeouts into the state. */
    private void takeLimitsOver() {
        if (running.member().isServing()
                && running.log().leadership().ready()) {
            SessionLimits wanted = SessionLimits.wanted(
                    config,
                    running.member().state().limits(),
                    running.member().last().epoch());
            if (wanted == null) {
                return;
            }
            running.member().proposer().submit(wanted);
        }
        running.laneLoop(0).eventLoop().schedule(this::takeLimitsOver, LIMITS_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        zookeeper.close();
        running.close();
    }
}
