package io.ensemble.server.member;

import io.ensemble.server.lane.Lane;
import io.ensemble.state.State;
import java.io.IOException;
import java.util.List;

/** One member: replica, proposer, sequencer, expiry and lanes, put together from a {@link Wiring}. */
public final class Member implements AutoCloseable {

    public Member(Wiring wiring) {
        throw new UnsupportedOperationException();
    }

    /** Starts the log, which restores and feeds the replica; clients may be taken once {@link #isServing()}. */
    public void start() throws IOException {
        throw new UnsupportedOperationException();
    }

    public List<Lane> lanes() {
        throw new UnsupportedOperationException();
    }

    /** The newest applied version. Any thread. */
    public State state() {
        throw new UnsupportedOperationException();
    }

    /** The index of the newest applied entry. Any thread. */
    public long appliedIndex() {
        throw new UnsupportedOperationException();
    }

    /** Whether this member has its incarnation, and so can take clients. Any thread. */
    public boolean isServing() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
