package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import io.ensemble.server.consensus.formation.Formation;
import io.ensemble.server.consensus.formation.MembershipClient;
import io.ensemble.server.consensus.formation.MembershipRequests;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of a member over its formation port: "list", "add HOST PORT", "remove NUMBER", "replace NUMBER HOST PORT"
 * and "transfer NUMBER". The leading member answers; any other hands the request on to it, once, with "here" before it.
 * Thread-safe.
 */
public final class MembershipService implements MembershipRequests {
    private static final String HERE = "here";
    /** Whoever was asked as the leader does not lead, or not any more, or not yet. */
    private static final String MOVED = "moved";

    private static final int ANSWER_MS_MAX = 130_000;
    private static final long NEWCOMER_MS_MAX = 15_000;
    private static final int LEADER_TRIES = 50;
    private static final long LEADER_WAIT_MS = 100;

    private final Membership membership;
    private final Formation formation;
    private final MembershipChanges changes;

    public MembershipService(Membership membership, Formation formation) {
        this.membership = membership;
        this.formation = formation;
        this.changes = new MembershipChanges(membership);
    }

    MembershipChanges changes() {
        return changes;
    }

    /** Hands leadership over before a planned stop, where this member leads. */
    public boolean handOver(long timeoutMs) {
        return changes.handOver(timeoutMs);
    }

    @Override
    public String answer(List<String> words) {
        boolean here = words.get(0).equals(HERE);
        List<String> request = here ? words.subList(1, words.size()) : words;
        if (request.isEmpty()) {
            return "no nothing is asked for";
        }
        try {
            if (membership.leadership().ready()) {
                return "ok " + execute(request);
            }
            return here ? notLeading(request) : handOn(request);
        } catch (MembershipChanges.Moved e) {
            return here ? MOVED : handOn(request);
        } catch (IOException e) {
            return "no " + e.getMessage();
        } catch (NumberFormatException e) {
            return "no not a number in: " + String.join(" ", request);
        }
    }

    private String execute(List<String> request) throws IOException {
        String what = request.get(0);
        if (what.equals("list") && request.size() == 1) {
            return "\n" + MembersTable.of(membership);
        } else if (what.equals("add") && request.size() == 3) {
            return changes.add(newcomer(request.get(1), request.get(2)));
        } else if (what.equals("remove") && request.size() == 2) {
            return changes.remove(Integer.parseInt(request.get(1)));
        } else if (what.equals("replace") && request.size() == 4) {
            return changes.replace(Integer.parseInt(request.get(1)), newcomer(request.get(2), request.get(3)));
        } else if (what.equals("transfer") && request.size() == 2) {
            return changes.transfer(Integer.parseInt(request.get(1)));
        }
        throw new IOException("no request is: " + String.join(" ", request));
    }

    private MemberAddress newcomer(String host, String port) throws IOException {
        return formation.newcomer(host, Integer.parseInt(port), NEWCOMER_MS_MAX);
    }

    private String notLeading(List<String> request) {
        return request.get(0).equals("list")
                ? "ok (as member " + membership.self().number() + " knows them; it does not lead)\n"
                        + MembersTable.of(membership)
                : MOVED;
    }

    /** A leader may be about to be elected: it is waited for. */
    private String handOn(List<String> request) {
        for (int tries = 0; tries < LEADER_TRIES; tries++) {
            Optional<MemberAddress> leader = leader();
            String answer = leader.isPresent() ? askLeader(leader.get(), request) : MOVED;
            if (!answer.equals(MOVED)) {
                return answer;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LEADER_WAIT_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "no the member stops";
            }
        }
        return request.get(0).equals("list")
                ? notLeading(request)
                : "no nobody leads: a change needs a majority of the members "
                        + MembershipRules.numbers(membership.configuration().voters());
    }

    private String askLeader(MemberAddress leader, List<String> request) {
        try {
            return MembershipClient.ask(
                    formation.sockets(),
                    leader.host(),
                    leader.formationPort(),
                    HERE + " " + String.join(" ", request),
                    ANSWER_MS_MAX);
        } catch (IOException e) {
            return "no member " + leader.number() + " leads, and does not answer at " + leader.formationAddress() + ": "
                    + e.getMessage();
        }
    }

    private Optional<MemberAddress> leader() {
        Leadership now = membership.leadership();
        return membership.configuration().all().stream()
                .filter(m -> m.number() == now.leader())
                .findFirst();
    }
}
