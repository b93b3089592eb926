package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a member does next on the way to an ensemble, from its own record and from what the others answered. Pure.
 *
 * <p>Why it is safe. Call a vote or an acknowledgement of a member <i>lost</i> when the member comes back without it. A
 * log is started only by a FORMED member, and a member becomes FORMED only when it knows that every member had AGREED.
 * <ul>
 * <li>A member that is AGREED has never started its log: it has nothing to forget, and may form whenever every other is
 * AGREED to the same group, or any one is FORMED in it, or was taken into it later (then one saw every member AGREED).
 * <li>A member that is EMPTY may be one whose folder was wiped. It agrees only after <i>every</i> other member answered it
 * and none was FORMED. Then no other has started its log yet, so whatever the wiped one may have voted for, alone, took
 * no effect. It is not enough that some are unformed: the silent one might be FORMED, and have had this member's vote.
 * <li>Beside a FORMED member one that is EMPTY never starts as what it may have been. It draws a new life at random,
 * records it, and is JOINING: a member that nobody has counted on yet, with a log that begins with nothing, and that has
 * no vote until the ensemble takes it in. Members address each other by number and life, so that nothing that is meant
 * for the life before reaches it.
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

        /** Record JOINING durably, to this ensemble and under a new life. */
        record Join(long clusterId) implements Step {}

        /** Make the log, record FORMED durably, start. */
        record Form() implements Step {}

        /** Do not start; one line says why and what to do. */
        record Refuse(String line) implements Step {}
    }

    /**
     * @param own this member's record; not FORMED, and not REMOVED
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
        return switch (own.state()) {
            case EMPTY -> whenEmpty(own, answers);
            case JOINING -> new Step.Form();
            default -> whenAgreed(own, answers);
        };
    }

    private static @Nullable String conflict(MemberRecord own, MemberAddress member, MemberRecord answer) {
        String who = "member " + member.number() + " at " + member.host() + ":" + member.formationPort();
        if (answer.self().number() != member.number()) {
            return who + " says that it is member " + answer.self().number() + ": correct the list of members";
        }
        boolean forms = answer.state() == State.EMPTY || answer.state() == State.AGREED;
        if (forms && own.state() != State.JOINING && !answer.members().equals(own.members())) {
            return who + " has another list of members (" + answer.membersText() + ") than member "
                    + own.self().number() + " ("
                    + own.membersText() + "): the list must be the same on every member";
        }
        boolean otherCluster = own.clusterId() != 0 && answer.clusterId() != 0 && own.clusterId() != answer.clusterId();
        if (otherCluster) {
            return who + " belongs to ensemble " + MemberRecord.clusterText(answer.clusterId()) + ", and member "
                    + own.self().number() + " to " + MemberRecord.clusterText(own.clusterId())
                    + ": one of them has the data folder of another ensemble";
        }
        return null;
    }

    private static Step whenEmpty(MemberRecord own, Map<Integer, MemberRecord> answers) {
        Step beside = besideFormed(own, answers);
        if (beside != null) {
            return beside;
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
        return own.self().number() == lowest
                ? new Step.Agree(0)
                : new Step.Wait("waiting for member " + lowest + " to begin the new ensemble");
    }

    /** What an empty member does where there is an ensemble already; null where there is none that is known. */
    private static @Nullable Step besideFormed(MemberRecord own, Map<Integer, MemberRecord> answers) {
        TreeSet<Long> ensembles = new TreeSet<>();
        answers.values().stream().filter(FormationRules::isIn).forEach(a -> ensembles.add(a.clusterId()));
        if (ensembles.isEmpty()) {
            return null;
        }
        if (ensembles.size() > 1) {
            return new Step.Refuse("the other members belong to different ensembles ("
                    + String.join(
                            ", ",
                            ensembles.stream().map(MemberRecord::clusterText).toList())
                    + "): correct the list of members");
        }
        Map<Integer, MemberRecord> all = new TreeMap<>(answers);
        all.put(own.self().number(), own);
        String lost = LostMajority.line(all);
        return lost != null ? new Step.Refuse(lost) : new Step.Join(ensembles.first());
    }

    private static boolean isIn(MemberRecord answer) {
        return answer.state() == State.FORMED || answer.state() == State.JOINING;
    }

    private static Step whenAgreed(MemberRecord own, Map<Integer, MemberRecord> answers) {
        if (answers.values().stream().anyMatch(FormationRules::isBehindFormation)) {
            return new Step.Form();
        }
        if (!missing(own, answers).isEmpty()) {
            return waitForMissing(own, answers);
        }
        boolean allAgreed = answers.values().stream().allMatch(a -> a.state() == State.AGREED);
        return allAgreed ? new Step.Form() : new Step.Wait("waiting for all members to agree");
    }

    /** Whether the answer tells that its ensemble was formed. */
    private static boolean isBehindFormation(MemberRecord answer) {
        return isIn(answer) || answer.state() == State.REMOVED;
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
        missing.removeIf(m -> m.number() == own.self().number() || answers.containsKey(m.number()));
        return missing;
    }
}
