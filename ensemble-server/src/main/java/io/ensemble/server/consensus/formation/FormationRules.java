package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a member does next on the way to an ensemble, from its own record and from what the others answered. Pure.
 *
 * <p>Why it is safe. Call a vote or an acknowledgement of a member <i>lost</i> when the member comes back without it. A
 * log is started only by a FORMED member, and a member becomes FORMED only when it knows that every member had AGREED.
 * <ul>
 * <li>A member that is AGREED has never started its log: it has nothing to forget, and may form whenever every other is
 * AGREED to the same group, or any one is FORMED in it (then that one saw every member AGREED).
 * <li>A member that is EMPTY may be one whose folder was wiped. It agrees only after <i>every</i> other member answered it
 * and none was FORMED. Then no other has started its log yet, so whatever the wiped one may have voted for, alone, took
 * no effect. It is not enough that some are unformed: the silent one might be FORMED, and have had this member's vote.
 * Beside a FORMED member it must never start.
 * <li>The id is drawn at random by the member of the lowest number, and only when all others are EMPTY; anyone else, also
 * that member wiped anew, takes over the id that it finds. Two ids can come about only if folders are wiped while the
 * ensemble is being formed, and then a member that agreed to one of them never joins the other: nothing forms, or a group
 * without that member, never two.
 * </ul>
 * The id is random rather than derived from the members' list, since the same list may be used again: a disk of an earlier
 * ensemble must not be taken for a member of a later one.
 */
final class FormationRules {

    private FormationRules() {}

    /** What to do next. */
    sealed interface Step {
        /** Ask again, in a moment. */
        record Wait(String reason) implements Step {}

        /** Record AGREED durably, to this ensemble, or to a new one where the id is 0. */
        record Agree(long clusterId) implements Step {}

        /** Make the log, record FORMED durably, start. */
        record Form() implements Step {}

        /** Do not start; one line says why and what to do. */
        record Refuse(String line) implements Step {}
    }

    /**
     * @param own this member's record; not FORMED
     * @param answers what each other member answered in this round; those that did not are missing
     */
    static Step next(MemberRecord own, Map<Integer, MemberRecord> answers) {
        for (MemberAddress member : own.members()) {
            MemberRecord answer = answers.get(member.number());
            String conflict = answer == null ? null : conflict(own, member, answer);
            if (conflict != null) {
                return new Step.Refuse(conflict);
            }
        }
        return own.state() == State.EMPTY ? whenEmpty(own, answers) : whenAgreed(own, answers);
    }

    private static @Nullable String conflict(MemberRecord own, MemberAddress member, MemberRecord answer) {
        String who = "member " + member.number() + " at " + member.host() + ":" + member.formationPort();
        if (answer.self() != member.number()) {
            return who + " says that it is member " + answer.self() + ": correct the list of members";
        }
        if (!answer.members().equals(own.members())) {
            return who + " has another list of members (" + answer.membersText() + ") than member " + own.self() + " ("
                    + own.membersText() + "): the list must be the same on every member";
        }
        boolean otherCluster = own.clusterId() != 0 && answer.clusterId() != 0 && own.clusterId() != answer.clusterId();
        if (otherCluster) {
            return who + " belongs to ensemble " + MemberRecord.clusterText(answer.clusterId()) + ", and member "
                    + own.self() + " to " + MemberRecord.clusterText(own.clusterId())
                    + ": one of them has the data folder of another ensemble";
        }
        return null;
    }

    private static Step whenEmpty(MemberRecord own, Map<Integer, MemberRecord> answers) {
        for (MemberRecord answer : answers.values()) {
            if (answer.state() == State.FORMED) {
                return new Step.Refuse("the data folder of member " + own.self() + " is empty, but member "
                        + answer.self() + " has data of ensemble " + MemberRecord.clusterText(answer.clusterId())
                        + ": a member must not come back without its data. Put its folder back; where it is lost, the"
                        + " member can come back under a new number only");
            }
        }
        if (!missing(own, answers).isEmpty()) {
            return waitForMissing(own, answers);
        }
        TreeSet<Long> agreed = new TreeSet<>();
        answers.values().stream().filter(a -> a.state() == State.AGREED).forEach(a -> agreed.add(a.clusterId()));
        if (agreed.size() > 1) {
            return new Step.Refuse("the members agreed to different new ensembles, of which none has any data:"
                    + " empty the data folders of all members and start them again");
        }
        if (agreed.size() == 1) {
            return new Step.Agree(agreed.first());
        }
        int lowest = own.members().get(0).number();
        return own.self() == lowest
                ? new Step.Agree(0)
                : new Step.Wait("waiting for member " + lowest + " to begin the new ensemble");
    }

    private static Step whenAgreed(MemberRecord own, Map<Integer, MemberRecord> answers) {
        if (answers.values().stream().anyMatch(a -> a.state() == State.FORMED)) {
            return new Step.Form();
        }
        if (!missing(own, answers).isEmpty()) {
            return waitForMissing(own, answers);
        }
        boolean allAgreed = answers.values().stream().allMatch(a -> a.state() == State.AGREED);
        return allAgreed ? new Step.Form() : new Step.Wait("waiting for all members to agree");
    }

    private static Step waitForMissing(MemberRecord own, Map<Integer, MemberRecord> answers) {
        List<String> missing = missing(own, answers).stream()
                .map(m -> m.number() + " (" + m.host() + ":" + m.formationPort() + ")")
                .toList();
        return new Step.Wait("waiting for member" + (missing.size() > 1 ? "s " : " ") + String.join(", ", missing)
                + ": a new ensemble is formed when all its members are up");
    }

    private static List<MemberAddress> missing(MemberRecord own, Map<Integer, MemberRecord> answers) {
        List<MemberAddress> missing = new ArrayList<>(own.members());
        missing.removeIf(m -> m.number() == own.self() || answers.containsKey(m.number()));
        return missing;
    }
}
