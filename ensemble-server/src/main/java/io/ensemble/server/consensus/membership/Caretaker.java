package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.formation.Formation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the members, on one daemon thread: tells who they are whenever the log's configuration changes; where this
 * member leads, takes those back that lost their data; and where nobody leads for long, finds out why.
 *
 * <p>Only a member that is silent, and at whose own address one of its number waits under another life, has lost its data.
 */
public final class Caretaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final long TICK_MS = 50;
    private static final long LOOK_EVERY_MS = 500;
    private static final long LOOK_AROUND_EVERY_MS = 5_000;

    private final Membership membership;
    private final MembershipService service;
    private final Formation formation;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable String trouble;
    private List<MemberAddress> told = List.of();
    private long lookedNanos;
    private long lookedAroundNanos;
    private String lastRefusal = "";

    /** Who is told. On the caretaker's thread. */
    public interface Listener {
        /** All with whom this member may have to speak, itself included. */
        void members(List<MemberAddress> all);

        /** This member was removed while it did not hear of it. */
        void removed(String why);
    }

    public Caretaker(Membership membership, MembershipService service, Formation formation, Listener listener) {
        this.membership = membership;
        this.service = service;
        this.formation = formation;
        this.listener = listener;
        this.lookedNanos = System.nanoTime();
        this.lookedAroundNanos = System.nanoTime();
        this.thread = new Thread(this::run, "ensemble-members");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Why nobody leads, as far as it was found out; null where it was not. Any thread. */
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        try {
            while (!closed) {
                tick();
                Thread.sleep(TICK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("the members are looked after no more; start the member again", e);
            }
        }
    }

    private void tick() {
        List<MemberAddress> all = membership.configuration().all();
        if (!all.equals(told)) {
            told = all;
            listener.members(all);
        }
        long now = System.nanoTime();
        if (membership.leadership().leader() != 0) {
            lookedAroundNanos = now;
            trouble = null;
        } else if (now - lookedAroundNanos >= LOOK_AROUND_EVERY_MS * 1_000_000) {
            lookAround();
            lookedAroundNanos = System.nanoTime();
        }
        if (membership.leadership().ready() && now - lookedNanos >= LOOK_EVERY_MS * 1_000_000) {
            takeBack();
            lookedNanos = System.nanoTime();
        }
    }

    private void takeBack() {
        for (Progress each : membership.progress()) {
            MemberAddress silent = each.member();
            if (!MembershipRules.isSilent(each, membership.self(), membership.contactMs())) {
                continue;
            }
            MemberAddress fresh;
            try {
                fresh = formation.newcomer(silent.host(), silent.formationPort(), 0);
            } catch (IOException e) {
                // It is down, or it is what it was: nothing is to be done.
                continue;
            }
            if (MembershipRules.hasLostItsData(silent, fresh)) {
                takeBack(silent, fresh);
            }
        }
    }

    private void takeBack(MemberAddress silent, MemberAddress fresh) {
        LOG.info("member {} has lost its data: taking it back as {}", silent.name(), fresh.name());
        try {
            service.changes().replace(silent.number(), fresh);
            lastRefusal = "";
        } catch (IOException e) {
            String refusal = String.valueOf(e.getMessage());
            if (!refusal.equals(lastRefusal)) {
                LOG.warn("member {} was not taken back yet: {}", silent.name(), refusal);
                lastRefusal = refusal;
            }
        }
    }

    private void lookAround() {
        try {
            Formation.Surroundings seen = formation.lookAround();
            String line = seen.line() == null ? cutOff() : seen.line();
            if (seen.removed()) {
                listener.removed(String.valueOf(line));
            } else if (line != null && !line.equals(trouble)) {
                LOG.error("{}", line);
            }
            trouble = line;
        } catch (IOException e) {
            LOG.error("cannot record that this member was removed: {}", e.getMessage());
        }
    }

    private @Nullable String cutOff() {
        Configuration now = membership.configuration();
        String line = CutOffChange.line(now);
        return line != null && now.all().stream().allMatch(m -> m.isSame(membership.self()) || formation.answers(m))
                ? line
                : null;
    }
}
