package io.ensemble.chaos.diff;

import io.ensemble.chaos.chaos.cluster.FreePorts;
import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.lane.Lane;
import io.ensemble.server.loop.NettyTransport;
import io.ensemble.server.loop.SystemClock;
import io.ensemble.server.main.MemberPlan;
import io.ensemble.server.main.RunningMember;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.ensemble.server.zookeeper.ZkSettings;
import io.ensemble.server.zookeeper.net.ZkServer;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Members of Ensemble as in production, on Ratis and with their files, but all in this process. */
public final class EnsembleTarget implements Target {
    private static final String HOST = "127.0.0.1";
    private static final long START_MS = 60_000;
    private static final int PORTS_PER_MEMBER = 3;

    private final Path folder;
    private final List<Door> doors;

    private EnsembleTarget(Path folder, List<Door> doors) {
        this.folder = folder;
        this.doors = doors;
    }

    /** A member and where it takes clients. */
    private record Door(RunningMember member, ZkServer zookeeper, InetSocketAddress address) {}

    /** Starts so many members; they serve when this returns. */
    public static EnsembleTarget start(int members) throws Exception {
        Path folder = Files.createTempDirectory("difference-ensemble");
        List<MemberAddress> addresses = new ArrayList<>();
        List<Integer> ports = FreePorts.pick(PORTS_PER_MEMBER * members);
        for (int i = 0; i < members; i++) {
            int first = PORTS_PER_MEMBER * i;
            addresses.add(
                    MemberAddress.founder(i + 1, HOST, ports.get(first), ports.get(first + 1), ports.get(first + 2)));
        }
        ExecutorService starters = Executors.newFixedThreadPool(members);
        try {
            List<Callable<Door>> starts = new ArrayList<>();
            for (MemberAddress self : addresses) {
                starts.add(() -> open(self.number(), addresses, folder));
            }
            List<Door> doors = new ArrayList<>();
            for (Future<Door> started : starters.invokeAll(starts, START_MS, TimeUnit.MILLISECONDS)) {
                doors.add(started.get());
            }
            return new EnsembleTarget(folder, doors);
        } catch (ExecutionException e) {
            throw new IOException("the members did not start: " + e.getCause(), e);
        } finally {
            starters.shutdownNow();
        }
    }

    private static Door open(int self, List<MemberAddress> members, Path folder)
            throws IOException, InterruptedException {
        RunningMember running = RunningMember.start(new MemberPlan(
                self,
                members,
                HOST,
                folder.resolve("member-" + self),
                settings -> settings,
                MemberSettings.DEFAULT,
                PeerSettings.DEFAULT,
                1,
                MemberProbe.NONE,
                PeerProbe.NONE,
                (why, cause) -> System.err.println("member " + self + " halts: " + why + " " + cause)));
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS);
        while (!running.member().isServing()) {
            if (System.nanoTime() > deadlineNs) {
                throw new IOException("member " + self + " does not serve in time");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        EventLoop loop = running.laneLoop(0).eventLoop();
        Lane lane = running.member().lanes().get(0);
        ZkServer zookeeper = new ZkServer(
                loop,
                NettyTransport.best().serverSocket(),
                Map.of(loop, lane),
                new Authenticator(null),
                ZkSettings.DEFAULT,
                SystemClock.INSTANCE,
                new PlainFacts(running));
        return new Door(running, zookeeper, zookeeper.bind(new InetSocketAddress(HOST, 0)));
    }

    @Override
    public String name() {
        return "Ensemble";
    }

    @Override
    public List<InetSocketAddress> members() {
        return doors.stream().map(Door::address).toList();
    }

    @Override
    public void close() {
        for (Door door : doors) {
            door.zookeeper().close();
            try {
                door.member().close();
            } catch (IOException e) {
                System.err.println("a member did not close: " + e.getMessage());
            }
        }
        Folders.delete(folder);
    }
}
