package io.ensemble.client;

import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.grpc.GrpcSettings;
import io.ensemble.server.grpc.net.GrpcServer;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.main.MemberPlan;
import io.ensemble.server.main.RunningMember;
import io.ensemble.server.member.Member;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.ensemble.server.zookeeper.ZkSettings;
import io.ensemble.server.zookeeper.net.ZkServer;
import io.ensemble.state.Limits;
import io.ensemble.state.State;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Command;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Members as in production, on Ratis, in this process, each with both doors; a member can be stopped and started again. */
public final class TestEnsemble implements AutoCloseable {
    private static final int PORT_MIN = 12_000;
    private static final int PORT_MAX = 31_000;
    private static final String HOST = "127.0.0.1";

    private record Doors(RunningMember running, ZkServer zookeeper, GrpcServer grpc) {}

    private final Path folder;
    private final List<MemberAddress> addresses = new ArrayList<>();
    private final List<Integer> zookeeperPorts;
    private final List<Integer> grpcPorts;
    private final Map<Integer, Doors> members = new ConcurrentHashMap<>();

    public TestEnsemble(Path folder, int count) throws IOException {
        this.folder = folder;
        List<Integer> ports = freePorts(5 * count);
        for (int i = 1; i <= count; i++) {
            addresses.add(
                    MemberAddress.founder(i, HOST, ports.get(3 * i - 3), ports.get(3 * i - 2), ports.get(3 * i - 1)));
        }
        zookeeperPorts = ports.subList(3 * count, 4 * count);
        grpcPorts = ports.subList(4 * count, 5 * count);
        CompletableFuture.allOf(addresses.stream()
                        .map(address -> CompletableFuture.runAsync(() -> start(address.number())))
                        .toArray(CompletableFuture[]::new))
                .join();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> members.values().stream()
                        .allMatch(m -> m.running().member().isServing()));
        raiseRules();
    }

    public void start(int number) {
        try {
            RunningMember running = RunningMember.start(new MemberPlan(
                    number,
                    addresses,
                    HOST,
                    folder.resolve("member-" + number),
                    settings -> settings,
                    MemberSettings.DEFAULT,
                    PeerSettings.DEFAULT,
                    1,
                    MemberProbe.NONE,
                    PeerProbe.NONE,
                    (why, cause) -> System.err.println("member " + number + " halts: " + why)));
            EventLoop loop = running.laneLoop(0).eventLoop();
            TestFacts facts = new TestFacts(number, running);
            ZkServer zookeeper = new ZkServer(
                    loop,
                    NettyTransport.best().serverSocket(),
                    Map.of(loop, running.member().lanes().get(0)),
                    new Authenticator(null),
                    ZkSettings.DEFAULT,
                    SystemClock.INSTANCE,
                    facts);
            GrpcServer grpc = new GrpcServer(
                    loop,
                    NettyTransport.best().serverSocket(),
                    Map.of(loop, running.member().lanes().get(0)),
                    new Authenticator(null),
                    GrpcSettings.DEFAULT,
                    SystemClock.INSTANCE,
                    facts);
            zookeeper.bind(new InetSocketAddress(HOST, zookeeperPorts.get(number - 1)));
            grpc.bind(new InetSocketAddress(HOST, grpcPorts.get(number - 1)));
            members.put(number, new Doors(running, zookeeper, grpc));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the process of a member does for a new ensemble. */
    private void raiseRules() {
        submit(state -> new Command.RaiseRules(State.RULES_VERSION_MAX));
        Awaitility.await()
                .until(() -> members.values().stream()
                        .allMatch(m -> m.running().member().state().rulesVersion() == State.RULES_VERSION_MAX));
    }

    private void submit(Function<State, Command> command) {
        submitOf(state -> {
            Command own = command.apply(state);
            return identities -> own;
        });
    }

    private void submitOf(Function<State, Function<ToIntFunction<Identities>, Command>> command) {
        Member member = members.values().iterator().next().running().member();
        member.lanes()
                .get(0)
                .loop()
                .execute(() -> member.proposer().submit(new OwnCommand(command.apply(member.state()))));
    }

    /** Ends a session as if its timeout were over. Its client is to be away: a stream that has it is not told. */
    public void endSession(long id) {
        submitOf(state -> {
            long attachment = Objects.requireNonNull(state.session(id)).attachment();
            return identities -> new Command.SessionOp(
                    id,
                    attachment,
                    identities.applyAsInt(new Identities(List.of(), false)),
                    0,
                    0,
                    new io.ensemble.state.command.Op.CloseSession());
        });
        Awaitility.await()
                .until(() -> members.values().stream()
                        .allMatch(m -> m.running().member().state().session(id) == null));
    }

    /** Ends it at once, as by a crash. */
    public void stop(int number) throws IOException {
        Doors doors = members.remove(number);
        doors.grpc().close();
        doors.zookeeper().close();
        doors.running().close();
    }

    public int leader() {
        return members.values().iterator().next().running().log().leadership().leader();
    }

    /** From now on the ensemble keeps so many bytes of recent changes. */
    void keepChanges(long ringBytesMax) {
        submit(state -> new Command.SetLimits(ring(state.limits(), ringBytesMax)));
        Awaitility.await()
                .until(() -> members.values().stream()
                        .allMatch(m -> m.running().member().state().limits().ringBytesMax() == ringBytesMax));
    }

    private static Limits ring(Limits limits, long ringBytesMax) {
        return new Limits(
                limits.dataBytesMax(),
                limits.pathBytesMax(),
                limits.pathDepthMax(),
                limits.multiOpsMax(),
                ringBytesMax,
                limits.ringMsMax(),
                limits.windowCountMax(),
                limits.windowBytesMax(),
                limits.containerIdleMs(),
                limits.sessionTimeoutMsMin(),
                limits.sessionTimeoutMsMax());
    }

    /** Where the native API of a member is. */
    public String grpc(int number) {
        return HOST + ":" + grpcPorts.get(number - 1);
    }

    public int grpcPort(int number) {
        return grpcPorts.get(number - 1);
    }

    public String grpc() {
        return grpcPorts.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
    }

    public String zookeeper(int number) {
        return HOST + ":" + zookeeperPorts.get(number - 1);
    }

    @Override
    public void close() throws IOException {
        for (Integer number : List.copyOf(members.keySet())) {
            stop(number);
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            // Below those that the system gives to outgoing connections: one of these may take it meanwhile.
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (socket.isBound() && !ports.contains(port)) {
                    ports.add(port);
                }
            } catch (BindException e) {
                // Somebody has it.
            }
        }
        return ports;
    }
}
