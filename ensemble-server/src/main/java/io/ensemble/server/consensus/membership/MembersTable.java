package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The members as a table for people. Stateless. */
final class MembersTable {
    private static final String FORMAT = "%-6s  %-8s  %-8s  %-24s  %5s  %9s  %9s  %8s  %s";

    private MembersTable() {}

    static String of(Membership membership) {
        Configuration now = membership.configuration();
        List<Progress> progress = membership.progress();
        List<String> lines = new ArrayList<>();
        lines.add(line("member", "role", "vote", "host", "raft", "peer", "formation", "lag", "heard"));
        now.voters().stream()
                .sorted(Comparator.comparingInt(MemberAddress::number))
                .forEach(m -> lines.add(row(membership, progress, m, "voter")));
        now.observers().forEach(m -> lines.add(row(membership, progress, m, "observer")));
        now.leaving().forEach(m -> lines.add(row(membership, progress, m, "leaving")));
        if (!now.stable()) {
            lines.add("a change is under way");
        }
        return String.join("\n", lines);
    }

    private static String row(Membership membership, List<Progress> progress, MemberAddress m, String vote) {
        boolean leads = membership.leadership().leader() == m.number();
        Optional<Progress> own =
                progress.stream().filter(p -> p.member().isSame(m)).findFirst();
        long newest = progress.stream().mapToLong(Progress::matchIndex).max().orElse(0);
        String lag = own.map(p -> Long.toString(newest - p.matchIndex())).orElse("?");
        String heard = own.map(p -> leads ? "" : p.heardMsAgo() + " ms ago").orElse("?");
        return line(
                m.life() == 0 ? Integer.toString(m.number()) : m.number() + "*",
                leads ? "leader" : "follower",
                vote,
                m.host(),
                Integer.toString(m.raftPort()),
                Integer.toString(m.peerPort()),
                Integer.toString(m.formationPort()),
                lag,
                heard);
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, FORMAT, cells).stripTrailing();
    }
}
