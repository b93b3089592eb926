package io.ensemble.chaos.diff;

import io.ensemble.server.main.RunningMember;
import io.ensemble.server.zookeeper.word.ServerFacts;
import io.ensemble.state.State;
import java.util.Map;

/** What four-letter words tell of a member that runs in a test program: the least, for nobody asks there. Any thread. */
public record PlainFacts(RunningMember running) implements ServerFacts {
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
        return "standalone";
    }

    @Override
    public String version() {
        return "0";
    }

    @Override
    public String built() {
        return "today";
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
