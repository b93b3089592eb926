package io.ensemble.server.member;

/**
 * The stages of a write, for those who want to know where its time goes. Each is measured once a batch or an entry, by the
 * monotonic clock of the member that it runs on; what waits longest in a batch counts.
 */
public enum WriteStage {
    /** At the client's member: from the arrival of a batch's first command until the batch is sent to the leader. */
    GATHER("gather"),
    /** At the client's member: from the first sending of a batch until it is applied there. */
    LOG("log"),
    /** At the client's member: from the application of a batch until its answers were handed to the sockets. */
    ANSWER("answer"),
    /** At the leader: from the arrival of a batch until the log is given the entry that it is in. */
    LEADER_GATHER("leader_gather"),
    /** At the leader: from when the log is given an entry until it is applied there. */
    LEADER_LOG("leader_log"),
    /** At each member: one write of the log to the disk, with its fsync. */
    FLUSH("flush");

    private final String label;

    WriteStage(String label) {
        this.label = label;
    }

    /** As metrics show it. */
    public String label() {
        return label;
    }
}
