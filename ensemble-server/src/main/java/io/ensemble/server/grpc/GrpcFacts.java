package io.ensemble.server.grpc;

import io.ensemble.state.State;
import java.util.Collection;

/** What the native API tells of its member. Any thread. */
public interface GrpcFacts {

    /** Whether it takes sessions. */
    boolean isServing();

    /** Its number. */
    int member();

    /** Who leads, as far as it knows; 0 for nobody. */
    int leader();

    /** The term that it knows. */
    long term();

    /** Who votes. */
    Collection<Integer> voters();

    /** The newest version that it has applied. */
    State state();

    /** The index of the last entry that it has applied. */
    long appliedIndex();

    /** The program's version. */
    String version();
}
