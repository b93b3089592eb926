package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.ConnectionCheck;
import io.ensemble.chaos.sim.net.SimNetwork;
import io.ensemble.chaos.sim.time.SimScheduler;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What clients see of the world that they live in. Single-threaded. */
public interface Scene {
    SimScheduler scheduler();

    SimNetwork network();

    int members();

    /** Connects an endpoint to a member: null where nobody listens. */
    @Nullable
    Connection dial(SimClient client, int member);

    /** Makes the check of a connection that was given to a session. */
    ConnectionCheck connection(long session, long attachment, long zxid, BooleanSupplier isOpenAndRunning);

    /** The newest zxid that is applied anywhere. */
    long newestZxid();

    /** Whether the session is over. */
    boolean isOver(long session);

    /** Something rare, to be counted. */
    void rare(String what);

    /** Bytes unsent to one client, held against the bound. */
    void unsent(long bytes);

    default long now() {
        return scheduler().now();
    }

    default void trace(Supplier<String> line) {
        scheduler().trace(line);
    }
}
