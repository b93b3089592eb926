package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes changes at the leading member, one at a time, each as the rules allow it. Any thread; blocks. */
final class MembershipChanges {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipChanges.class);
    private static final long TRANSFER_MS = 5_000;
    private static final long POLL_MS = 10;

    private final Membership membership;
    private final ReentrantLock one = new ReentrantLock();

    MembershipChanges(Membership membership) {
        this.membership = membership;
    }

    /** The member to be changed leads, and has handed leadership over: ask again, where the new leader is. */
    static final class Moved extends IOException {
        private static final long serialVersionUID = 1L;

        Moved(MemberAddress to) {
            super("member " + to.number() + " leads now: ask again");
        }
    }

    String add(MemberAddress fresh) throws IOException {
        return exclusively(() -> {
            List<MemberAddress> present = present();
            if (MembershipRules.contains(present, fresh)) {
                return "member " + fresh.number() + " is part of the ensemble already";
            }
            change(present, MembershipRules.with(present, fresh), fresh);
            return "member " + fresh.number() + " was added";
        });
    }

    String remove(int number) throws IOException {
        return exclusively(() -> {
            List<MemberAddress> present = present();
            MemberAddress gone = member(present, number);
            List<MemberAddress> next = MembershipRules.without(present, number);
            check(present, next, null);
            leaveLead(gone);
            change(present, next, null);
            return "member " + number + " was removed";
        });
    }

    /** One comes, another goes; a new life of the same number at the same place at one stroke. */
    String replace(int number, MemberAddress fresh) throws IOException {
        return exclusively(() -> {
            List<MemberAddress> present = present();
            MemberAddress gone = member(present, number);
            if (gone.isSame(fresh)) {
                throw new IOException("that is member " + number + " itself, with its data");
            }
            List<List<MemberAddress>> steps = MembershipRules.replacing(present, gone, fresh);
            checkAll(present, steps, gone, fresh);
            for (int step = 0; step < steps.size(); step++) {
                try {
                    if (!MembershipRules.contains(steps.get(step), gone)) {
                        leaveLead(gone);
                    }
                    change(step == 0 ? present : steps.get(step - 1), steps.get(step), fresh);
                } catch (Moved e) {
                    throw e;
                } catch (IOException e) {
                    throw step == 0 ? e : halfDone(steps.get(0), gone, fresh, e);
                }
            }
            return "member " + number + " was replaced by member " + fresh.name();
        });
    }

    /** Nothing is begun that would have to be left half done. */
    private void checkAll(
            List<MemberAddress> present, List<List<MemberAddress>> steps, MemberAddress gone, MemberAddress fresh)
            throws IOException {
        String refusal = MembershipRules.refusal(gone, fresh, reachable(fresh));
        if (refusal != null) {
            throw new IOException(refusal);
        }
        List<MemberAddress> before = present;
        for (List<MemberAddress> step : steps) {
            check(before, step, fresh);
            before = step;
        }
    }

    private static IOException halfDone(
            List<MemberAddress> now, MemberAddress gone, MemberAddress fresh, IOException why) {
        return new IOException(
                (MembershipRules.contains(now, fresh)
                                ? "member " + fresh.number() + " was added, but member " + gone.number()
                                        + " not removed yet, so ask again: "
                                : "member " + gone.number() + " was removed, but member " + fresh.number()
                                        + " not added yet, so add it: ")
                        + why.getMessage(),
                why);
    }

    String transfer(int number) throws IOException {
        return exclusively(() -> {
            MemberAddress to = member(present(), number);
            if (!to.isSame(membership.self())) {
                makeLead(to, TRANSFER_MS);
            }
            return "member " + number + " leads";
        });
    }

    /** Before a planned stop: whoever is furthest leads from now on. Whether this member does not lead any more. */
    boolean handOver(long timeoutMs) {
        if (!membership.leadership().ready()) {
            return true;
        }
        Optional<MemberAddress> to = successor(membership.configuration().voters());
        if (to.isEmpty()) {
            return false;
        }
        long start = System.nanoTime();
        try {
            makeLead(to.get(), timeoutMs);
            LOG.info(
                    "leadership handed over to member {} in {} ms",
                    to.get().number(),
                    (System.nanoTime() - start) / 1_000_000);
            return true;
        } catch (IOException e) {
            LOG.warn("leadership not handed over to member {}: {}", to.get().number(), e.getMessage());
            return false;
        }
    }

    /** The log may say that it failed, because the former leader heard of the new term before it heard who leads in it. */
    private void makeLead(MemberAddress to, long timeoutMs) throws IOException {
        try {
            membership.transfer(to, timeoutMs);
        } catch (IOException e) {
            long giveUpAt = System.nanoTime() + timeoutMs * 1_000_000;
            while (membership.leadership().leader() != to.number()) {
                if (System.nanoTime() > giveUpAt) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private List<MemberAddress> present() throws IOException {
        Configuration now = membership.configuration();
        if (!now.stable()) {
            throw new IOException("another change of members is under way: try again");
        }
        return now.voters();
    }

    private static MemberAddress member(List<MemberAddress> present, int number) throws IOException {
        return present.stream()
                .filter(m -> m.number() == number)
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "no member has the number " + number + ": there are " + MembershipRules.numbers(present)));
    }

    private void leaveLead(MemberAddress gone) throws IOException {
        if (!gone.isSame(membership.self())) {
            return;
        }
        Optional<MemberAddress> to = successor(membership.configuration().voters());
        if (to.isEmpty()) {
            throw new IOException("no other member can lead");
        }
        makeLead(to.get(), TRANSFER_MS);
        throw new Moved(to.get());
    }

    private Optional<MemberAddress> successor(List<MemberAddress> voters) {
        return MembershipRules.successor(membership.progress(), voters, membership.self(), membership.contactMs());
    }

    private void check(List<MemberAddress> present, List<MemberAddress> next, @Nullable MemberAddress fresh)
            throws IOException {
        String refusal = MembershipRules.refusal(present, next, reachable(fresh));
        if (refusal != null) {
            throw new IOException(refusal);
        }
    }

    private List<MemberAddress> reachable(@Nullable MemberAddress fresh) {
        List<MemberAddress> reachable = new ArrayList<>();
        for (Progress each : membership.progress()) {
            if (each.heardMsAgo() <= membership.contactMs()) {
                reachable.add(each.member());
            }
        }
        if (fresh != null) {
            reachable.add(fresh);
        }
        return reachable;
    }

    private void change(List<MemberAddress> present, List<MemberAddress> next, @Nullable MemberAddress fresh)
            throws IOException {
        check(present, next, fresh);
        long start = System.nanoTime();
        membership.change(present, next);
        LOG.info(
                "members changed from {} to {} in {} ms",
                names(present),
                names(next),
                (System.nanoTime() - start) / 1_000_000);
    }

    private static String names(List<MemberAddress> members) {
        return String.join(", ", members.stream().map(MemberAddress::name).toList());
    }

    private interface Change {
        String make() throws IOException;
    }

    private String exclusively(Change change) throws IOException {
        if (!one.tryLock()) {
            throw new IOException("another change of members is under way: try again");
        }
        try {
            return change.make();
        } finally {
            one.unlock();
        }
    }
}
