package io.ensemble.client;

import io.ensemble.server.grpc.GrpcFacts;
import io.ensemble.server.main.RunningMember;
import io.ensemble.server.zookeeper.word.ServerFacts;
import io.ensemble.state.State;
import java.util.Collection;
import java.util.Map;

/** What both doors of a test's member tell of it. */
record TestFacts(int member, RunningMember running) implements ServerFacts, GrpcFacts {
    @Override
    public boolean isServing() {
        return running.member().isServing();
    }

    @Override
    public State state() {
        return running.member().state();
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
        return "test";
    }

    @Override
    public String mode() {
        return "test";
    }

    @Override
    public String built() {
        return "test";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of();
    }

    @Override
    public Map<String, Object> metrics() {
        return Map.of();
    }

    @Override
    public long snapshotBytes() {
        return 0;
    }

    @Override
    public long logBytes() {
        return 0;
    }
}
