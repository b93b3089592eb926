package io.ensemble.chaos.sim.client;

import io.ensemble.chaos.sim.check.ConnectionCheck;
import io.ensemble.chaos.sim.net.SimNetwork;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.state.apply.Change;
import java.util.List;
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

    /** A member takes a handshake in; the timeout that is asked for tells it from every other of that time. */
    void handshake(int timeoutMs, Closable end);

    /** What knows when it was closed. */
    interface Closable {
        /** When its member learnt that it is closed; -1 while it is open. */
        long closedAt();

        /** Which member it leads to. */
        int member();
    }

    /** A timeout to ask for. */
    int nextTimeoutMs(int least);

    /** Changes of the transactions behind the first zxid up to the second one, in order. */
    List<Change> changes(long afterZxid, long upToZxid);

    /** The newest zxid that is applied anywhere. */
    long newestZxid();

    /** Whether the session is over. */
    boolean isOver(long session);

    /** Leaders elected so far. */
    int elections();

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
