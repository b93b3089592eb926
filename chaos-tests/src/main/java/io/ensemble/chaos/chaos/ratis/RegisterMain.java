package io.ensemble.chaos.chaos.ratis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.TimeDuration;

/** One member of a register on stock Ratis, with linearizable reads: MEMBER FOLDER PORT,PORT,PORT. */
public final class RegisterMain {
    private static final int ELECTION_MS_MIN = 500;
    private static final int ELECTION_MS_MAX = 1_000;

    private RegisterMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int member = Integer.parseInt(args[0]);
        List<Integer> ports =
                Stream.of(args[2].split(",")).map(Integer::valueOf).toList();
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(Path.of(args[1]).toFile()));
        GrpcConfigKeys.Server.setPort(properties, ports.get(member - 1));
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ms(ELECTION_MS_MIN));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ms(ELECTION_MS_MAX));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(RegisterGroup.peer(member))
                .setGroup(RegisterGroup.of(ports))
                .setProperties(properties)
                .setStateMachine(new RegisterMachine())
                .build();
        server.start();
        new CountDownLatch(1).await();
    }

    private static TimeDuration ms(int ms) {
        return TimeDuration.valueOf(ms, TimeUnit.MILLISECONDS);
    }
}
