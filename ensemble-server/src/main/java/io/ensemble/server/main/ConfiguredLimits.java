package io.ensemble.server.main;

import io.ensemble.server.config.ServerConfig;
import io.ensemble.state.Limits;
import io.ensemble.state.State;
import io.ensemble.state.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * What a leader takes over from its configuration file into the state, where apply keeps to it. Limits once, while the state
 * has those that it was born with. The version of the rules at birth, when all members run one program; later only up to the
 * version that the file names, since a member of an older program could not follow. Stateless.
 */
final class ConfiguredLimits {
    private ConfiguredLimits() {}

    /** What is to be commanded next, or null where the state has all of it. */
    static @Nullable Command wanted(ServerConfig config, State state) {
        Limits limits = limits(config);
        boolean hasBirthLimits = state.limits().equals(Limits.DEFAULT) && !limits.equals(Limits.DEFAULT);
        boolean isNew = state.zxid() == 0 || hasBirthLimits;
        int rules = isNew ? State.RULES_VERSION_MAX : config.rulesVersion();
        if (state.rulesVersion() < rules) {
            return new Command.RaiseRules(rules);
        }
        return hasBirthLimits ? new Command.SetLimits(limits) : null;
    }

    private static Limits limits(ServerConfig config) {
        Limits d = Limits.DEFAULT;
        return new Limits(
                d.dataBytesMax(),
                d.pathBytesMax(),
                d.pathDepthMax(),
                d.multiOpsMax(),
                config.changes().bytesMax(),
                d.ringMsMax(),
                d.windowCountMax(),
                d.windowBytesMax(),
                d.containerIdleMs(),
                config.session().timeoutMsMin(),
                config.session().timeoutMsMax());
    }
}
