package io.ensemble.chaos.diff;

/**
 * What may differ between ZooKeeper and Ensemble, and why. A row with a relation is never compared by value at all; every
 * other row is counted each time that it was needed. All else that differs is an error.
 */
public enum AllowedDifference {
    ZXID_VALUES(
            true,
            "zxids are compared by their rank among the transactions that the script saw: ZooKeeper spends a zxid on each "
                    + "failed write and packs an epoch into it, Ensemble numbers transactions"),
    SESSION_VALUES(
            true,
            "session ids are compared by who opened them and passwords by their length: both are the server's to choose"),
    TIMES(true, "ctime and mtime are compared with each other and with the time of the run: the clocks are not shared"),
    CHILDREN_ORDER(
            false,
            "lists of children and ephemerals are compared as sets: ZooKeeper's order is that of a hash table, Ensemble "
                    + "sorts"),
    CLOSE_ORDER(
            false,
            "the events of the ephemerals that one closeSession deletes are compared as a set: ZooKeeper deletes them in "
                    + "the order of a hash table"),
    IDENTITY_ORDER(
            false,
            "whoAmI's identities, and an ACL that \"auth\" was expanded in, are compared as sets: ZooKeeper keeps a "
                    + "connection's identities in a hash table"),
    TOO_LARGE(
            false,
            "a request beyond jute.maxbuffer is answered with an error and skipped, where ZooKeeper closes the connection "
                    + "and so lets clients send it again for ever"),
    ODD_FLAGS(
            false,
            "createContainer with the flags of a sequential znode is refused: ZooKeeper makes a sequential container, which "
                    + "no client's API knows"),
    MOVED_AGAIN(
            false,
            "a client that moves to a further member before that one has heard of the move before may be closed without "
                    + "an answer and tries again: an attach counts only if its member knew the newest one"),
    PING_OVERTAKES(
            false,
            "a ping's answer may come before those of writes sent earlier: in Ensemble it says that the member lives, and "
                    + "so does not wait for a quorum");

    private final boolean relation;
    private final String reason;

    AllowedDifference(boolean relation, String reason) {
        this.relation = relation;
        this.reason = reason;
    }

    /** Whether it is about values that only have a meaning on their own server. */
    public boolean isRelation() {
        return relation;
    }

    public String reason() {
        return reason;
    }
}
