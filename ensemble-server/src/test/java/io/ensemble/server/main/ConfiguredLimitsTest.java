package io.ensemble.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.config.ConfigLoader;
import io.ensemble.server.config.ServerConfig;
import io.ensemble.state.Limits;
import io.ensemble.state.State;
import io.ensemble.state.command.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredLimitsTest {
    @TempDir
    Path folder;

    @Test
    void shouldGiveANewEnsembleASmallRing() throws Exception {
        Limits given = given("", State.initial().limits());

        assertThat(given).isNotNull();
        assertThat(given.ringBytesMax()).isEqualTo(8L << 20);
        assertThat(given.sessionTimeoutMsMin()).isEqualTo(Limits.DEFAULT.sessionTimeoutMsMin());
        assertThat(given.ringMsMax()).isEqualTo(Limits.DEFAULT.ringMsMax());
    }

    @Test
    void shouldTakeTheFileOver() throws Exception {
        Limits given = given("changes: { bytesMax: 1MiB }\nsession: { timeoutMsMax: 50000 }\n", Limits.DEFAULT);

        assertThat(given).isNotNull();
        assertThat(given.ringBytesMax()).isEqualTo(1L << 20);
        assertThat(given.sessionTimeoutMsMax()).isEqualTo(50_000);
    }

    @Test
    void shouldLeaveLimitsAloneThatWereGiven() throws Exception {
        Limits given = given("", Limits.DEFAULT);

        assertThat(given).isNotNull();
        assertThat(given("", given)).isNull();
        assertThat(given("changes: { bytesMax: 1MiB }\n", given)).isNull();
    }

    @Test
    void shouldSendNothingWhereTheStateHasThemFromBirth() throws Exception {
        assertThat(given("changes: { bytesMax: 32MiB }\n", Limits.DEFAULT)).isNull();
    }

    @Test
    void shouldGiveANewEnsembleTheNewestRules() throws Exception {
        assertThat(ConfiguredLimits.wanted(config(""), State.initial()))
                .isEqualTo(new Command.RaiseRules(State.RULES_VERSION_MAX));
    }

    @Test
    void shouldRaiseTheRulesOfAnOldEnsembleOnlyAsTheFileSays() throws Exception {
        Limits given = given("", Limits.DEFAULT);
        State old = state(given == null ? Limits.DEFAULT : given, 1);

        assertThat(ConfiguredLimits.wanted(config(""), old)).isNull();
        assertThat(ConfiguredLimits.wanted(config("rules: { version: 2 }\n"), old))
                .isEqualTo(new Command.RaiseRules(2));
    }

    private @Nullable Limits given(String more, Limits present) throws Exception {
        Command wanted = ConfiguredLimits.wanted(config(more), state(present, State.RULES_VERSION_MAX));
        return wanted == null ? null : ((Command.SetLimits) wanted).limits();
    }

    private static State state(Limits limits, int rules) {
        State s = State.initial();
        return new State(s.tree(), s.sessions(), s.origins(), s.ring(), limits, rules, 7, s.logClockMs());
    }

    private ServerConfig config(String more) throws Exception {
        Path file = folder.resolve("ensemble.yaml");
        Files.writeString(file, "member: 1\ndata: d\nmembers: [ { number: 1, host: 127.0.0.1 } ]\n" + more);
        return ConfigLoader.load(file);
    }
}
