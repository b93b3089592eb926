package io.ensemble.server.consensus.formation;

import java.io.IOException;

/** The folder of the replicated log, as far as formation is concerned with it. */
public interface LogStorage {

    /** Whether there is anything of a log, complete or not. */
    boolean exists();

    /** Makes an empty log that is complete and durable when this returns, in place of anything that was there. */
    void format(long clusterId) throws IOException;

    /**
     * Checks that the log of this ensemble is there.
     *
     * @throws IOException where it is missing or incomplete; the message says what to do
     */
    void check(long clusterId) throws IOException;
}
