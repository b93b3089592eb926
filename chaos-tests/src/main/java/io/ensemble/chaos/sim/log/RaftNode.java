package io.ensemble.chaos.sim.log;

import io.ensemble.chaos.sim.log.RaftDisk.LogEntry;
import io.ensemble.chaos.sim.log.RaftDisk.Snapshot;
import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.server.consensus.LogSink;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One member of the Raft model, for one life of its process. Single-threaded. */
final class RaftNode {
    private static final int ENTRIES_PER_MESSAGE_MAX = 16;

    private enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    private final SimGroup group;
    private final int self;
    private final SimHost host;
    private final RaftDisk disk;
    private final SimRandom random;
    private final RaftApply apply;
    private final RaftSnapshots snapshots;
    private @Nullable LogSink sink;
    private Role role = Role.FOLLOWER;
    private int leader;
    private long lastContact;
    private long timerRound;
    private boolean flushing;
    private boolean closed;
    /** The last entry that is known to be the present leader's too. */
    private long matched;
    /** Of a leader: the first entry of its term. */
    private long termStart;

    private long[] next = new long[0];
    private long[] match = new long[0];
    private long[] heard = new long[0];
    private final Set<Integer> votes = new HashSet<>();
    private Leadership told = Leadership.NONE;

    RaftNode(SimGroup group, int self, SimHost host, RaftDisk disk, SimRandom random) {
        this.group = group;
        this.self = self;
        this.host = host;
        this.disk = disk;
        this.random = random;
        this.apply = new RaftApply(this, group, host, disk, random.split());
        this.snapshots = new RaftSnapshots(this, group, host, disk, random.split());
    }

    void start(LogSink to) throws IOException {
        sink = to;
        lastContact = now();
        apply.start(to);
        armElectionTimer();
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    LogSink sink() {
        return Objects.requireNonNull(sink, "not started");
    }

    RaftSnapshots snapshots() {
        return snapshots;
    }

    boolean isLeader() {
        return role == Role.LEADER && !closed;
    }

    Set<Integer> voters() {
        return IntStream.rangeClosed(1, group.size()).boxed().collect(Collectors.toUnmodifiableSet());
    }

    void stallApply(long nanos) {
        apply.stall(nanos);
    }

    long term() {
        return disk.term;
    }

    Leadership leadership() {
        boolean ready = isLeader() && apply.applied() >= termStart;
        return new Leadership(disk.term, leader, ready);
    }

    // Proposals

    void propose(long term, byte[] entry) {
        if (closed) {
            return;
        }
        boolean inTerm = disk.term == term || (disk.term > term && group.settings.takesOldTerms());
        boolean leads = isLeader() && inTerm && (leadership().ready() || !group.settings.refusesUnready());
        if (!leads || random.chance(group.settings.refusal())) {
            String why = leads ? "no room" : "not the leader in term " + term;
            group.scheduler.trace(() -> host + " log refuses a proposal: " + why);
            if (random.chance(0.5)) {
                sink().refused(term, why);
            } else {
                later(() -> sink().refused(term, why));
            }
            return;
        }
        if (disk.term != term) {
            group.observer.rare("entry of an older term appended");
        }
        group.observer.proposed(self, disk.term, entry);
        append(new LogEntry(disk.term, entry));
        if (random.chance(group.settings.metadata())) {
            append(new LogEntry(disk.term, null));
        }
        replicate();
    }

    private void append(LogEntry entry) {
        disk.append(entry);
        flush();
    }

    private void flush() {
        if (flushing || disk.flushed() == disk.lastIndex()) {
            return;
        }
        flushing = true;
        long upTo = disk.lastIndex();
        long term = disk.lastTerm();
        host.after(random.delay(group.settings.flushTypical(), group.settings.flushLongest()), () -> {
            flushing = false;
            disk.flushedUpTo(upTo, term);
            flush();
            flushed();
        });
    }

    private void flushed() {
        if (closed) {
            return;
        }
        if (isLeader()) {
            advanceCommit();
        } else if (leader != 0) {
            acknowledge(leader);
        }
        apply.pump();
    }

    // Leading

    private void replicate() {
        for (int member = 1; member <= group.size(); member++) {
            if (member != self) {
                replicateTo(member);
            }
        }
    }

    private void replicateTo(int to) {
        long term = disk.term;
        Snapshot snapshot = disk.snapshot();
        if (next[to] <= disk.base()) {
            if (snapshot != null) {
                next[to] = snapshot.index() + 1;
                group.send(self, to, node -> node.onInstall(self, term, snapshot));
            }
            return;
        }
        long previous = next[to] - 1;
        long previousTerm = disk.termAt(previous);
        List<LogEntry> entries = disk.entriesFrom(next[to], ENTRIES_PER_MESSAGE_MAX);
        next[to] += entries.size();
        long commit = apply.commit();
        group.send(self, to, node -> node.onAppend(self, term, previous, previousTerm, entries, commit));
    }

    private void onAppended(int from, long term, boolean success, long index) {
        if (closed || !hasTerm(term) || !isLeader()) {
            return;
        }
        heard[from] = now();
        if (success) {
            match[from] = Math.max(match[from], index);
            next[from] = Math.max(next[from], index + 1);
            advanceCommit();
        } else {
            next[from] = Math.max(match[from] + 1, Math.min(next[from] - 1, index + 1));
        }
        if (next[from] <= disk.lastIndex()) {
            replicateTo(from);
        }
    }

    private void advanceCommit() {
        match[self] = disk.flushed();
        long[] sorted = Arrays.copyOfRange(match, 1, match.length);
        Arrays.sort(sorted);
        long index = sorted[group.size() - group.majority()];
        if (index > apply.commit() && index >= termStart) {
            apply.commitUpTo(index);
            if (group.settings.pushesCommit()) {
                replicate();
            }
        }
    }

    private void lead() {
        role = Role.LEADER;
        leader = self;
        next = new long[group.size() + 1];
        match = new long[group.size() + 1];
        heard = new long[group.size() + 1];
        Arrays.fill(next, disk.lastIndex() + 1);
        Arrays.fill(heard, now());
        termStart = disk.lastIndex() + 1;
        group.scheduler.trace(() -> host + " leads in term " + disk.term + " from index " + termStart);
        group.observer.rare("leader elected");
        group.leads(self, disk.term);
        append(new LogEntry(disk.term, null));
        tell();
        heartbeat(disk.term);
    }

    private void heartbeat(long term) {
        if (closed || !isLeader() || disk.term != term) {
            return;
        }
        heard[self] = now();
        long[] sorted = Arrays.copyOfRange(heard, 1, heard.length);
        Arrays.sort(sorted);
        if (now() - sorted[group.size() - group.majority()] > group.settings.stepDownAfter()) {
            group.observer.rare("leader steps down by itself");
            follow(disk.term, 0);
            return;
        }
        replicate();
        host.after(group.settings.heartbeat(), () -> heartbeat(term));
    }

    // Following

    private void onAppend(int from, long term, long previous, long previousTerm, List<LogEntry> entries, long commit) {
        if (closed) {
            return;
        }
        if (term < disk.term) {
            answer(from, false, 0);
            return;
        }
        follow(term, from);
        lastContact = now();
        if (previous > disk.lastIndex() || (previous >= disk.base() && disk.termAt(previous) != previousTerm)) {
            answer(from, false, Math.min(disk.lastIndex(), previous - 1));
            return;
        }
        takeOver(previous, entries);
        matched = Math.max(matched, previous + entries.size());
        apply.commitUpTo(Math.min(commit, matched));
        flush();
        acknowledge(from);
    }

    private void takeOver(long previous, List<LogEntry> entries) {
        long index = previous;
        for (LogEntry entry : entries) {
            index++;
            if (index <= disk.base() || (index <= disk.lastIndex() && disk.termAt(index) == entry.term())) {
                continue;
            }
            if (index <= disk.lastIndex()) {
                if (index <= apply.commit()) {
                    throw new IllegalStateException("the model of the log is wrong: a committed entry is truncated");
                }
                long lost = index;
                group.scheduler.trace(() -> host + " truncates its log from index " + lost);
                group.observer.rare("uncommitted entries truncated");
                disk.truncate(index - 1);
            }
            disk.append(entry);
        }
    }

    private void acknowledge(int to) {
        answer(to, true, Math.min(matched, disk.flushed()));
    }

    private void answer(int to, boolean success, long index) {
        long term = disk.term;
        group.send(self, to, node -> node.onAppended(self, term, success, index));
    }

    private void onInstall(int from, long term, Snapshot snapshot) {
        if (closed || term < disk.term) {
            return;
        }
        follow(term, from);
        lastContact = now();
        if (snapshot.index() > apply.commit()) {
            group.scheduler.trace(() -> host + " installs the snapshot of index " + snapshot.index());
            group.observer.rare("snapshot installed");
            disk.install(snapshot);
            apply.install(snapshot);
        }
        matched = Math.max(matched, snapshot.index());
        acknowledge(from);
    }

    /** Takes over a term and, where it is known, its leader. */
    private void follow(long term, int ofLeader) {
        if (term > disk.term) {
            disk.term = term;
            disk.vote = 0;
            leader = 0;
            matched = 0;
        }
        boolean led = role == Role.LEADER;
        if (role != Role.FOLLOWER) {
            role = Role.FOLLOWER;
            lastContact = now();
            armElectionTimer();
        }
        if (led) {
            leader = 0;
            stoppedLeading();
        }
        if (ofLeader != 0 && leader != ofLeader) {
            leader = ofLeader;
            matched = 0;
        }
        tell();
    }

    /** What waits at a leader that is none any more is answered as refused, also what a later leader will commit. */
    private void stoppedLeading() {
        long term = disk.term;
        group.scheduler.trace(() -> host + " leads no more; term is " + term);
        if (disk.lastIndex() > apply.commit()) {
            group.observer.rare("leader deposed with entries in flight");
            long old = disk.lastTerm();
            later(() -> sink().refused(old, "not the leader any more"));
        }
    }

    private boolean hasTerm(long term) {
        if (term > disk.term) {
            follow(term, 0);
        }
        return term == disk.term;
    }

    private void tell() {
        Leadership now = leadership();
        if (!now.equals(told) && sink != null) {
            told = now;
            group.scheduler.note(now.term() * 31 + now.leader());
            sink.leadership(now);
        }
    }

    /** The first entry of a term may just have been applied. */
    void applied() {
        tell();
    }

    // Elections

    private void armElectionTimer() {
        long round = ++timerRound;
        long wait = random.between(group.settings.electionMin(), group.settings.electionMax());
        long due = now() + wait;
        host.after(wait, () -> {
            if (closed || round != timerRound || role == Role.LEADER) {
                return;
            }
            // A process that was itself stopped does not know how long its leader was silent.
            boolean late = now() - due > 300 * SimScheduler.MILLIS;
            if (!late && now() - lastContact >= wait && (!group.settings.preVote() || couldWin())) {
                stand();
            } else {
                armElectionTimer();
            }
        });
    }

    /** What a pre-vote finds out: a majority can be reached, has heard of no leader for a while, and has no more than us. */
    private boolean couldWin() {
        int supporters = 1;
        for (int member = 1; member <= group.size(); member++) {
            RaftNode node = member == self ? null : group.node(member);
            if (node != null
                    && !group.host(member).isPaused()
                    && !group.network.isCut(self, member)
                    && !group.network.isCut(member, self)
                    && node.role != Role.LEADER
                    && now() - node.lastContact >= group.settings.electionMin()
                    && upToDate(node)) {
                supporters++;
            }
        }
        return supporters >= group.majority();
    }

    private boolean upToDate(RaftNode voter) {
        return isUpToDate(voter.disk, disk.lastIndex(), disk.lastTerm());
    }

    private static boolean isUpToDate(RaftDisk voter, long lastIndex, long lastTerm) {
        return lastTerm > voter.lastTerm() || (lastTerm == voter.lastTerm() && lastIndex >= voter.lastIndex());
    }

    /** A leader raises the term and is elected again. */
    void standAnew() {
        if (isLeader()) {
            follow(disk.term, 0);
            stand();
        }
    }

    /** Raises the term and asks for votes. */
    void stand() {
        if (closed || role == Role.LEADER || sink == null) {
            return;
        }
        role = Role.CANDIDATE;
        disk.term++;
        disk.vote = self;
        leader = 0;
        matched = 0;
        votes.clear();
        votes.add(self);
        tell();
        armElectionTimer();
        long term = disk.term;
        long lastIndex = disk.lastIndex();
        long lastTerm = disk.lastTerm();
        for (int member = 1; member <= group.size(); member++) {
            if (member != self) {
                group.send(self, member, node -> node.onVoteAsked(self, term, lastIndex, lastTerm));
            }
        }
        countVotes();
    }

    private void onVoteAsked(int candidate, long term, long lastIndex, long lastTerm) {
        if (closed || !hasTerm(term)) {
            return;
        }
        boolean granted = (disk.vote == 0 || disk.vote == candidate) && isUpToDate(disk, lastIndex, lastTerm);
        if (granted) {
            disk.vote = candidate;
            lastContact = now();
            group.send(self, candidate, node -> node.onVote(self, term));
        }
    }

    private void onVote(int voter, long term) {
        if (!closed && hasTerm(term) && role == Role.CANDIDATE) {
            votes.add(voter);
            countVotes();
        }
    }

    private void countVotes() {
        if (votes.size() >= group.majority()) {
            lead();
        }
    }

    private void later(Runnable task) {
        host.after(random.delay(20 * SimScheduler.MICROS, 50 * SimScheduler.MILLIS), () -> {
            if (!closed) {
                task.run();
            }
        });
    }

    private long now() {
        return group.scheduler.now();
    }
}
