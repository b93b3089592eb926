package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * What a member says of itself: on its disk, and to the others. Immutable.
 *
 * <p>Version 2 is text in UTF-8, one fact a line, the last line being the CRC-32C of all before it. A member's line has its
 * number, its life, its host, and its ports for the log, for formation and for batches:
 *
 * <pre>
 * ensemble-member 2
 * state FORMED
 * cluster 5f0c6f6d1a2b3c4d
 * self 2 0000000000000000 10.0.0.2 3888 4888 2888
 * configuration 17
 * member 1 0000000000000000 10.0.0.1 3888 4888 2888
 * member 2 0000000000000000 10.0.0.2 3888 4888 2888
 * crc32c 1c291ca3
 * </pre>
 *
 * @param clusterId the ensemble's id, 0 where the state is EMPTY
 * @param self the member itself, with the life of its folder
 * @param configuration the index in the log of the members' list, -1 where the list is not from the log
 * @param members EMPTY and AGREED: all members that are to form the ensemble, as this member is configured; then those of
 *     the newest configuration that was applied here; none where this one was not yet taken in
 */
record MemberRecord(State state, long clusterId, MemberAddress self, long configuration, List<MemberAddress> members) {

    /** More than any configuration has. */
    static final int BYTES_MAX = 64 << 10;

    private static final String HEAD = "ensemble-member 2";

    enum State {
        /** Nothing was ever agreed to. Told to others, never on the disk. */
        EMPTY,
        /** Agreed to form this group and no other. The log was never started. */
        AGREED,
        /** Agreed to be taken into an ensemble that there is, under the life of the record. The log was never started. */
        JOINING,
        /** The group is formed: the log is complete, and may have been started. */
        FORMED,
        /** Was taken out of the ensemble: never starts again. */
        REMOVED
    }

    MemberRecord {
        members = members.stream()
                .sorted(Comparator.comparingInt(MemberAddress::number))
                .toList();
        if ((state == State.EMPTY) != (clusterId == 0)) {
            throw new IllegalArgumentException(state + " with cluster id " + clusterId);
        }
    }

    MemberRecord with(State newState, long newClusterId) {
        return new MemberRecord(newState, newClusterId, self, configuration, members);
    }

    /** Whether it has a part in the ensemble's log and votes, as far as it knows. */
    boolean isTakenIn() {
        return state == State.FORMED && members.stream().anyMatch(self::isSame);
    }

    /** The members for a message: "1 a:2281, 2 b:2281". */
    String membersText() {
        return String.join(
                ", ",
                members.stream().map(m -> m.number() + " " + m.raftAddress()).toList());
    }

    static String clusterText(long clusterId) {
        return String.format(Locale.ROOT, "%016x", clusterId);
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        text.append("state ").append(state).append('\n');
        text.append("cluster ").append(clusterText(clusterId)).append('\n');
        text.append("self ").append(line(self)).append('\n');
        text.append("configuration ").append(configuration).append('\n');
        for (MemberAddress m : members) {
            text.append("member ").append(line(m)).append('\n');
        }
        String body = text.toString();
        return (body + "crc32c " + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws MalformedRecordException where the bytes are no such record, with the reason */
    static MemberRecord decode(byte[] bytes) throws MalformedRecordException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int last = text.lastIndexOf("\ncrc32c ") + 1;
        if (last == 0 || !text.startsWith(HEAD + "\n")) {
            throw new MalformedRecordException("it does not begin with \"" + HEAD + "\" and end with a checksum");
        }
        String body = text.substring(0, last);
        if (!text.substring(last).equals("crc32c " + checksum(body) + "\n")) {
            throw new MalformedRecordException("its checksum is wrong");
        }
        try {
            return parse(body.lines().toList());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()));
        }
    }

    private static MemberRecord parse(List<String> lines) {
        State state = State.valueOf(value(lines.get(1), "state"));
        long clusterId = Long.parseUnsignedLong(value(lines.get(2), "cluster"), 16);
        MemberAddress self = member(value(lines.get(3), "self"));
        long configuration = Long.parseLong(value(lines.get(4), "configuration"));
        List<MemberAddress> members = new ArrayList<>();
        for (String line : lines.subList(5, lines.size())) {
            members.add(member(value(line, "member")));
        }
        return new MemberRecord(state, clusterId, self, configuration, members);
    }

    private static String line(MemberAddress m) {
        return m.number() + " " + clusterText(m.life()) + " " + m.host() + " " + m.raftPort() + " " + m.formationPort()
                + " " + m.peerPort();
    }

    private static MemberAddress member(String line) {
        String[] m = line.split(" ", -1);
        return new MemberAddress(
                Integer.parseInt(m[0]),
                Long.parseUnsignedLong(m[1], 16),
                m[2],
                Integer.parseInt(m[3]),
                Integer.parseInt(m[4]),
                Integer.parseInt(m[5]));
    }

    private static String value(String line, String key) {
        if (!line.startsWith(key + " ")) {
            throw new IllegalArgumentException("\"" + line + "\" where \"" + key + "\" is due");
        }
        return line.substring(key.length() + 1);
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /** Bytes that are no record. */
    static final class MalformedRecordException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedRecordException(String why) {
            super(why);
        }
    }
}
