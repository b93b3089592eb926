package io.ensemble.server.grpc.net;

import io.ensemble.protocol.grpc.EnsembleService;
import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.grpc.Backlog;
import io.ensemble.server.grpc.GrpcFacts;
import io.ensemble.server.grpc.GrpcLane;
import io.ensemble.server.grpc.GrpcSettings;
import io.ensemble.server.grpc.SessionHandler;
import io.ensemble.server.grpc.SessionLimit;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.loop.Clock;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The port of the native API. A connection belongs to the lane of the event loop that it was given to, and so do its
 * streams: gRPC runs on the lanes' event loops and hands nothing to other threads.
 */
public final class GrpcServer implements AutoCloseable {
    /** Would tell, with a stack trace, of each client that leaves while something is written to it. */
    private static final Logger STREAM_ERRORS = Logger.getLogger("io.grpc.netty.NettyServerHandler");

    private static final long HEALTH_EVERY_MS = 200;
    private static final long CLOSE_MS = 2_000;
    /** Clients may look often whether a connection still stands. */
    private static final long PING_MS_MIN = 1_000;
    /** Streams of one connection: each takes memory, though it asks for nothing. */
    private static final int CALLS_PER_CONNECTION_MAX = 100;

    /** Streams that a connection may break off, in so many seconds: each costs a member more than its client. */
    private static final int RESETS_MAX = 400;

    private static final int RESETS_S = 10;

    private static final long KEEP_ALIVE_S = 30;
    private static final long IDLE_S = 60;

    private final EventLoopGroup loops;
    private final Class<? extends ServerChannel> channelType;
    private final Map<EventLoop, GrpcLane> lanes = new IdentityHashMap<>();
    private final GrpcSettings settings;
    private final GrpcFacts facts;
    private final SessionLimit limit;
    private final HealthStatusManager health = new HealthStatusManager();
    private @Nullable Server server;
    private @Nullable ScheduledFuture<?> healthTimer;

    /**
     * @param loops the event loops, each of which is a lane's
     * @param channelType of the loops' transport
     * @param lanes the lane of each of the loops
     */
    public GrpcServer(
            EventLoopGroup loops,
            Class<? extends ServerChannel> channelType,
            Map<EventLoop, Lane> lanes,
            Authenticator authenticator,
            GrpcSettings settings,
            Clock clock,
            GrpcFacts facts) {
        this.loops = loops;
        this.channelType = channelType;
        this.settings = settings;
        this.facts = facts;
        this.limit = new SessionLimit(settings);
        STREAM_ERRORS.setLevel(Level.OFF);
        lanes.forEach((loop, lane) -> this.lanes.put(
                loop,
                new GrpcLane(lane, authenticator, settings, limit, facts, clock, new Backlog(Backlog.BYTES_MAX))));
    }

    /**
     * Takes clients from now on.
     *
     * @return the port: the one that was chosen, where port 0 was asked for
     * @throws IOException where the address cannot be had
     */
    public int bind(InetSocketAddress address) throws IOException {
        Server started = NettyServerBuilder.forAddress(address)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .channelType(channelType)
                .directExecutor()
                .maxInboundMessageSize(settings.requestBytesMax())
                .permitKeepAliveTime(PING_MS_MIN, TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION_MAX)
                .maxRstFramesPerWindow(RESETS_MAX, RESETS_S)
                .intercept(new RequestTimeLimit(() -> here().lane().loop(), settings.handshakeTimeoutMs()))
                .keepAliveTime(KEEP_ALIVE_S, TimeUnit.SECONDS)
                .maxConnectionIdle(IDLE_S, TimeUnit.SECONDS)
                .addService(new SessionHandler(this::here, facts).definition())
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build();
        try {
            started.start();
        } catch (IOException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + why, e);
        }
        server = started;
        healthTimer = loops.next().scheduleWithFixedDelay(this::tellHealth, 0, HEALTH_EVERY_MS, TimeUnit.MILLISECONDS);
        return started.getPort();
    }

    /** Sessions that have their stream here. Any thread. */
    public int sessionCount() {
        return limit.count();
    }

    private void tellHealth() {
        ServingStatus now = facts.isServing() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, now);
        health.setStatus(EnsembleService.NAME, now);
    }

    private GrpcLane here() {
        for (Map.Entry<EventLoop, GrpcLane> lane : lanes.entrySet()) {
            if (lane.getKey().inEventLoop()) {
                return lane.getValue();
            }
        }
        throw new IllegalStateException("not on the event loop of a lane");
    }

    /** Takes no more clients and ends the streams that are there. Not on an event loop. */
    @Override
    public void close() {
        if (healthTimer != null) {
            healthTimer.cancel(false);
        }
        if (server != null) {
            server.shutdownNow();
            try {
                server.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
