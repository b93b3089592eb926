package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds that so many members have lost their folders that those with data are no majority any more. Nobody can then tell
 * what was acknowledged: what is left may lack it. The ensemble stands still until a person decides. Pure.
 */
final class LostMajority {

    private LostMajority() {}

    /**
     * One line that says so and what to do; null where a majority has its data, or may have.
     *
     * @param records what each member says of itself, the asking one included; those that do not answer are missing, and
     *     may have their data
     */
    static @Nullable String line(Map<Integer, MemberRecord> records) {
        Optional<MemberRecord> newest = newest(records.values());
        if (newest.isEmpty()) {
            return null;
        }
        List<MemberAddress> members = newest.get().members();
        List<MemberAddress> blank = new ArrayList<>();
        for (MemberAddress member : members) {
            MemberRecord record = records.get(member.number());
            if (record != null && isBlank(member, record)) {
                blank.add(member);
            }
        }
        return blank.isEmpty() || (members.size() - blank.size()) * 2 > members.size()
                ? null
                : text(newest.get(), blank);
    }

    /** The newest list of members that a member with data knows. */
    private static Optional<MemberRecord> newest(Collection<MemberRecord> records) {
        return records.stream()
                .filter(MemberRecord::isTakenIn)
                .max(Comparator.comparingLong(MemberRecord::configuration));
    }

    private static boolean isBlank(MemberAddress member, MemberRecord record) {
        boolean sameNumber = record.self().number() == member.number();
        boolean joins = record.state() == State.JOINING || record.state() == State.FORMED;
        return sameNumber
                && (record.state() == State.EMPTY || (joins && !record.self().isSame(member)));
    }

    private static String text(MemberRecord survivor, List<MemberAddress> blank) {
        String lost = String.join(
                ", ", blank.stream().map(m -> Integer.toString(m.number())).toList());
        boolean one = blank.size() == 1;
        return "no majority is left: the data folder" + (one ? " of member " : "s of members ") + lost
                + (one ? " is" : " are") + " empty, and only the other "
                + (survivor.members().size() - blank.size()) + " of "
                + survivor.members().size()
                + " members can have what was acknowledged. Put "
                + (one ? "the folder" : "the folders") + " back; where " + (one ? "it is" : "they are")
                + " lost for good, stop all members and run, on member "
                + survivor.self().number() + ", ./ensemble members recover --config FILE --without "
                + lost.replace(" ", "");
    }
}
