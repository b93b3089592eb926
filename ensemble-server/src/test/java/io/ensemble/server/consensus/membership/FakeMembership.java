package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A log whose changes come about at once. Member 1 leads, and the silent do not answer. */
final class FakeMembership implements Membership {
    final List<List<MemberAddress>> history = new ArrayList<>();
    final List<MemberAddress> silent = new ArrayList<>();
    final List<MemberAddress> transfers = new ArrayList<>();
    /** Which change fails, counted from 1; 0 for none. */
    int failing;

    private MemberAddress self;

    FakeMembership(List<MemberAddress> voters) {
        history.add(voters);
        self = voters.get(0);
    }

    List<MemberAddress> voters() {
        return history.get(history.size() - 1);
    }

    @Override
    public MemberAddress self() {
        return self;
    }

    /** As if the new leader's process was asked from now on. */
    void becomes(MemberAddress leader) {
        self = leader;
    }

    @Override
    public Leadership leadership() {
        return new Leadership(1, self.number(), true);
    }

    @Override
    public Configuration configuration() {
        return new Configuration(history.size(), voters(), List.of(), List.of(), List.of(), true);
    }

    @Override
    public long appliedIndex() {
        return history.size();
    }

    @Override
    public List<Progress> progress() {
        return voters().stream()
                .map(m -> new Progress(m, 1, MembershipRules.contains(silent, m) ? 60_000 : 0))
                .toList();
    }

    @Override
    public long contactMs() {
        return 300;
    }

    @Override
    public void change(List<MemberAddress> present, List<MemberAddress> next) throws IOException {
        if (!present.equals(voters())) {
            throw new IOException("present are " + voters() + ", not " + present);
        }
        if (history.size() == failing) {
            throw new IOException("the log refused: for a test");
        }
        history.add(next);
    }

    @Override
    public void transfer(MemberAddress to, long timeoutMs) {
        transfers.add(to);
    }
}
