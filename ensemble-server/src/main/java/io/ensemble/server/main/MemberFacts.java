package io.ensemble.server.main;

import io.ensemble.server.config.ServerConfig;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.grpc.GrpcFacts;
import io.ensemble.server.replica.Link;
import io.ensemble.server.zookeeper.word.ServerFacts;
import io.ensemble.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What four-letter words, the native API and the admin port tell of one member of production. Any thread. */
final class MemberFacts implements ServerFacts, GrpcFacts {
    private final ServerConfig config;
    private final RunningMember running;

    MemberFacts(ServerConfig config, RunningMember running) {
        this.config = config;
        this.running = running;
    }

    @Override
    public boolean isServing() {
        return running.member().isServing();
    }

    @Override
    public State state() {
        return running.member().state();
    }

    @Override
    public String mode() {
        if (running.log().voters().size() == 1) {
            return "standalone";
        }
        return running.log().leadership().leader() == config.number() ? "leader" : "follower";
    }

    @Override
    public int member() {
        return config.number();
    }

    @Override
    public int leader() {
        return running.log().leadership().leader();
    }

    @Override
    public long term() {
        return running.log().leadership().term();
    }

    @Override
    public Collection<Integer> voters() {
        return running.log().voters();
    }

    @Override
    public long appliedIndex() {
        return running.member().appliedIndex();
    }

    @Override
    public String version() {
        return Version.NUMBER;
    }

    @Override
    public String built() {
        return Version.BUILT;
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("clientPort", Integer.toString(config.client().port()));
        values.put("dataDir", config.dataDir().toString());
        values.put("dataLogDir", config.dataDir().toString());
        values.put("maxClientCnxns", Integer.toString(config.client().connectionsPerAddressMax()));
        values.put("minSessionTimeout", Integer.toString(state().limits().sessionTimeoutMsMin()));
        values.put("maxSessionTimeout", Integer.toString(state().limits().sessionTimeoutMsMax()));
        values.put("serverId", Integer.toString(config.number()));
        config.members()
                .forEach(m -> values.put(
                        "server." + m.number(), m.host() + ":" + m.peerPort() + ":" + m.raftPort() + ":participant"));
        return values;
    }

    @Override
    public Map<String, Object> metrics() {
        Link last = running.member().last();
        Leadership leadership = running.log().leadership();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("applied_index", last.index());
        values.put("state_digest", Long.toHexString(last.after().digest()));
        values.put("term", leadership.term());
        values.put("leader", leadership.leader());
        values.put("quorum_size", running.log().voters().size());
        values.put("pending_bytes", running.member().proposer().pendingBytes());
        return values;
    }

    @Override
    public long snapshotBytes() {
        return bytes(path -> path.getFileName().toString().startsWith("snapshot."));
    }

    @Override
    public long logBytes() {
        return bytes(path -> path.getFileName().toString().startsWith("log_"));
    }

    private long bytes(Predicate<Path> counted) {
        try (Stream<Path> files = Files.walk(config.dataDir())) {
            return files.filter(Files::isRegularFile)
                    .filter(counted)
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
