package io.ensemble.chaos.chaos.plant;

import io.ensemble.chaos.chaos.check.Checker;
import java.util.List;

/**
 * A bug that is planted in members.
 *
 * @param title its name on the command line
 * @param bug what it does wrong, in a few words
 * @param onlyMember the one member that has it, or 0 where all have
 * @param faults that bring it to light; none: it shows by itself
 * @param troubles words of what finds it besides the rules of the history
 * @param drill the drill that looks for it, with its options, or {@link #SIMULATION} and a guard; none: the chaos run
 */
public record Plant(
        String title,
        String bug,
        int onlyMember,
        List<Edit> edits,
        List<String> faults,
        List<String> drill,
        List<String> troubles) {
    private static final List<String> FURTHER_RULES = List.of("logs, through the model", "the others go on");

    static final String SIMULATION = "sim";

    public Plant {
        edits = List.copyOf(edits);
        faults = List.copyOf(faults);
        drill = List.copyOf(drill);
        troubles = List.copyOf(troubles);
    }

    /** In all members. */
    static Plant of(String title, String bug, Edit... edits) {
        return new Plant(title, bug, 0, List.of(edits), List.of(), List.of(), List.of());
    }

    /** In one of the members only. */
    Plant onlyIn(int member) {
        return new Plant(title, bug, member, edits, faults, drill, troubles);
    }

    /** With these faults. */
    Plant under(String... titles) {
        return new Plant(title, bug, onlyMember, edits, List.of(titles), drill, troubles);
    }

    /** Looked for by a drill. */
    Plant by(String... words) {
        return new Plant(title, bug, onlyMember, edits, faults, List.of(words), troubles);
    }

    /** Whether this is what finds it: a rule of the checkers, or else words that only its own trouble has. */
    boolean isFoundBy(String violation) {
        return Checker.ALL.stream().anyMatch(checker -> violation.startsWith(checker.name()))
                || FURTHER_RULES.stream().anyMatch(violation::startsWith)
                || troubles.stream().anyMatch(violation::contains);
    }

    /** Found also by what is no rule of the history, if it says this. */
    Plant orBy(String... words) {
        return new Plant(title, bug, onlyMember, edits, faults, drill, List.of(words));
    }

    /** Whether it is looked for in the simulation, which needs no members. */
    public boolean isSimulated() {
        return !drill.isEmpty() && drill.get(0).equals(SIMULATION);
    }

    /** Whether this member has it. */
    boolean isIn(int member) {
        return onlyMember == 0 || onlyMember == member;
    }
}
