package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One znode's data and version, under setData at any or at one version, and getData. Immutable. */
final class RegisterModel implements Linearizability.Model<RegisterModel.Register> {

    /** The znode. */
    record Register(int version, String value) {
        Register with(@Nullable String newValue) {
            return new Register(version + 1, Objects.requireNonNullElse(newValue, ""));
        }
    }

    private final String initialValue;

    /** @param initialValue what the znode was created with */
    RegisterModel(String initialValue) {
        this.initialValue = initialValue;
    }

    @Override
    public Register initial() {
        return new Register(0, initialValue);
    }

    @Override
    public @Nullable Register step(Register register, Operation call) {
        return switch (call.outcome()) {
            case OK -> succeeded(register, call);
            // The only failure that says something of the znode, and nothing else is left in by the checker.
            case FAIL -> register.version() != call.expected() ? register : null;
            default -> unknown(register, call);
        };
    }

    private static @Nullable Register succeeded(Register register, Operation call) {
        if (!call.isWrite()) {
            boolean seen =
                    register.version() == call.version() && register.value().equals(call.value());
            return seen ? register : null;
        }
        boolean possible = register.version() + 1 == call.version()
                && (call.expected() < 0 || call.expected() == register.version());
        return possible ? register.with(call.value()) : null;
    }

    /** Whoever got no answer may have had his effect; where he comes too late for it, he had none. */
    private static Register unknown(Register register, Operation call) {
        boolean effect = call.expected() < 0 || call.expected() == register.version();
        return effect ? register.with(call.value()) : register;
    }
}
