package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private final Map<Integer, String> seen;
    private final Set<String> seenValues;
    private final int lastSeen;

    /**
     * @param initialValue what the znode was created with
     * @param seen the values of all versions that anybody wrote with an answer, or read
     */
    RegisterModel(String initialValue, Map<Integer, String> seen) {
        this.initialValue = initialValue;
        this.seen = Map.copyOf(seen);
        this.seenValues = Set.copyOf(seen.values());
        this.lastSeen =
                seen.keySet().stream().mapToInt(version -> version).max().orElse(0);
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

    private boolean isSeen(Operation call) {
        return call.value() != null && seenValues.contains(call.value());
    }

    /** Nobody can tell sets apart whose values were never seen. */
    @Override
    public boolean isExchangeable(Operation call) {
        return call.outcome() == Phase.INFO && call.expected() < 0 && !isSeen(call);
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

    /**
     * A write without an answer may have had its effect: where a version that was seen has its value, there and nowhere
     * else; where its value was never seen, only as a version that was never seen.
     */
    private @Nullable Register unknown(Register register, Operation call) {
        int version = register.version() + 1;
        String there = seen.get(version);
        boolean possible = call.expected() < 0 || call.expected() == register.version();
        boolean fits = there == null ? version > lastSeen || !isSeen(call) : there.equals(call.value());
        return possible && fits ? register.with(call.value()) : null;
    }
}
