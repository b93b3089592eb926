package io.ensemble.server.consensus;

import java.util.Locale;

/**
 * A member as the others know it. Its number is its place in the ensemble, and stays when its disk is lost; its life is
 * what votes: a member whose folder was lost comes back under another life, and so is nobody who could have forgotten a
 * vote.
 *
 * @param number from 1 on
 * @param life 0 for one that was there when the ensemble was formed; of any other a random number, drawn for its folder
 * @param host name or address where the others reach it; without blanks
 * @param raftPort where it takes part in the replication of the log
 * @param formationPort where it answers, all its life, what ensemble it belongs to, and takes changes of membership
 * @param peerPort where it takes the other members' batches
 */
public record MemberAddress(int number, long life, String host, int raftPort, int formationPort, int peerPort) {

    public MemberAddress {
        if (number < 1) {
            throw new IllegalArgumentException("a member's number is 1 or more, not " + number);
        }
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("not a host: \"" + host + "\"");
        }
        checkPort(raftPort);
        checkPort(formationPort);
        checkPort(peerPort);
    }

    /** One of those that form an ensemble. */
    public static MemberAddress founder(int number, String host, int raftPort, int formationPort, int peerPort) {
        return new MemberAddress(number, 0, host, raftPort, formationPort, peerPort);
    }

    /** The same place, with another folder. */
    public MemberAddress reborn(long newLife) {
        return new MemberAddress(number, newLife, host, raftPort, formationPort, peerPort);
    }

    /** Whether the other is the very same member, wherever it is. */
    public boolean isSame(MemberAddress other) {
        return number == other.number && life == other.life;
    }

    /** Who it is, for messages: "3", or "3-00c0ffee00c0ffee" where it was reborn. */
    public String name() {
        return life == 0 ? Integer.toString(number) : number + "-" + String.format(Locale.ROOT, "%016x", life);
    }

    private static void checkPort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /** Where its part of the log is reached. */
    public String raftAddress() {
        return at(raftPort);
    }

    /** Where it says which ensemble it belongs to. */
    public String formationAddress() {
        return at(formationPort);
    }

    /** Where it takes batches. */
    public String peerAddress() {
        return at(peerPort);
    }

    private String at(int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
