package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.disk.ProcessFaults;
import io.ensemble.chaos.chaos.net.Network;
import java.util.Optional;

/** What a fault needs of the machine. */
public enum Need {
    /** Signals. */
    NOTHING,
    /** A network of the members' own. */
    NETWORK,
    /** A library within the members' processes. */
    PROCESS;

    /** Why it is not to be had here, in a few words; nothing where it is. */
    public Optional<String> missing() {
        return switch (this) {
            case NOTHING -> Optional.empty();
            case NETWORK -> Network.missing();
            case PROCESS -> ProcessFaults.missing();
        };
    }
}
