package io.ensemble.server.consensus;

/**
 * A member, as every member's configuration names it.
 *
 * @param number from 1 on; never given to another member again
 * @param host name or address where the others reach it; without blanks
 * @param raftPort where it takes part in the replication of the log
 * @param formationPort where it answers, all its life, what ensemble it belongs to
 */
public record MemberAddress(int number, String host, int raftPort, int formationPort) {

    public MemberAddress {
        if (number < 1) {
            throw new IllegalArgumentException("a member's number is 1 or more, not " + number);
        }
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("not a host: \"" + host + "\"");
        }
        checkPort(raftPort);
        checkPort(formationPort);
    }

    private static void checkPort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /** Where its part of the log is reached. */
    public String raftAddress() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + raftPort;
    }
}
