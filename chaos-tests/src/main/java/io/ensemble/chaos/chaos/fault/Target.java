package io.ensemble.chaos.chaos.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a fault strikes, drawn before anybody knows who leads. Immutable.
 *
 * @param who not negative; stands for a member
 * @param pick not negative; decides what else is left open
 */
public record Target(int who, int pick) {
    /** How long to wait for a leader to strike at; where there is none by then, it strikes at any member. */
    private static final Duration LEADER_WITHIN = Duration.ofSeconds(3);

    /** Any member. */
    public int any(Site site) {
        return 1 + who % site.members();
    }

    /** The leader. */
    public int leader(Site site) throws InterruptedException {
        try {
            return site.cluster().awaitLeader(LEADER_WITHIN);
        } catch (IOException e) {
            site.effects().nobodyLed();
            return any(site);
        }
    }

    /** So many members, from any one on. */
    public List<Integer> some(Site site, int count) {
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(next(site, any(site), i));
        }
        return members;
    }

    /** The others, as seen from a member. */
    public List<Integer> othersOf(Site site, int member) {
        List<Integer> others = new ArrayList<>();
        for (int i = 1; i < site.members(); i++) {
            others.add(next(site, member, i));
        }
        return others;
    }

    private static int next(Site site, int member, int steps) {
        return 1 + (member - 1 + steps) % site.members();
    }

    /** A number from 0 up to this one. */
    public int upTo(int bound) {
        return pick / 31 % bound;
    }
}
