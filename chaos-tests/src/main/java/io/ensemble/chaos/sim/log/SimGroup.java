package io.ensemble.chaos.sim.log;

import io.ensemble.chaos.sim.net.SimNetwork;
import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The members that replicate one log, their disks, and the truth about what is committed, against which the model checks
 * itself. Single-threaded.
 */
public final class SimGroup {

    /** Told of each committed entry once, in order, before any member is. */
    public interface Observer {
        /** @param data null for an entry of the log's own */
        void committed(long index, long term, byte @Nullable [] data);

        /** A leader appends an entry to its own log. */
        void proposed(int member, long term, byte[] data);

        /** Something rare happened in the log. */
        void rare(String what);
    }

    final SimScheduler scheduler;
    final SimNetwork network;
    final LogSettings settings;
    final Observer observer;
    private final SimRandom random;
    private final List<SimHost> hosts;
    private final RaftDisk[] disks;
    private final @Nullable RaftNode[] nodes;
    private final List<RaftDisk.LogEntry> committed = new ArrayList<>();
    private final Map<Long, Integer> leaders = new HashMap<>();

    /** @param hosts one for each member, in the order of their numbers from 1 on */
    public SimGroup(
            SimScheduler scheduler,
            SimRandom random,
            SimNetwork network,
            List<SimHost> hosts,
            LogSettings settings,
            Observer observer) {
        this.scheduler = scheduler;
        this.random = random.split();
        this.network = network;
        this.hosts = List.copyOf(hosts);
        this.settings = settings;
        this.observer = observer;
        this.disks = new RaftDisk[hosts.size() + 1];
        this.nodes = new @Nullable RaftNode[hosts.size() + 1];
        for (int member = 1; member <= hosts.size(); member++) {
            disks[member] = new RaftDisk();
        }
    }

    /** The log of a member's next life. */
    public SimLog open(int member) {
        RaftNode node = new RaftNode(this, member, host(member), disks[member], random.split());
        nodes[member] = node;
        return new SimLog(node);
    }

    /** The member's process died: what its disk had not flushed is lost, or not. */
    public void crash(int member) {
        RaftNode node = nodes[member];
        if (node != null) {
            node.close();
            nodes[member] = null;
        }
        if (disks[member].crash(random) > 0) {
            observer.rare("restart losing unflushed entries");
        }
    }

    /** Makes a member stand for leader at once, as a transfer of leadership or a hasty timer does. */
    public void standNow(int member) {
        RaftNode node = nodes[member];
        if (node != null) {
            host(member).after(0, node::stand);
        }
    }

    /** The leader leads on in a new term. */
    public void reelect(int member) {
        RaftNode node = nodes[member];
        if (node != null) {
            host(member).after(0, node::standAnew);
        }
    }

    /** A member's apply does nothing for a while. */
    public void stallApply(int member, long nanos) {
        RaftNode node = nodes[member];
        if (node != null) {
            node.stallApply(nanos);
        }
    }

    /** The leader of the newest term, or 0. */
    public int leader() {
        int leader = 0;
        long newest = 0;
        for (int member = 1; member <= size(); member++) {
            RaftNode node = nodes[member];
            if (node != null && node.isLeader() && node.term() > newest) {
                newest = node.term();
                leader = member;
            }
        }
        return leader;
    }

    /** The newest index that any member applied. */
    public long committedIndex() {
        return committed.size();
    }

    /** Who led in a term, or 0. */
    public int leaderOf(long term) {
        return leaders.getOrDefault(term, 0);
    }

    void leads(int member, long term) {
        Integer other = leaders.put(term, member);
        if (other != null && other != member) {
            throw new IllegalStateException("the model of the log is wrong: two leaders in term " + term);
        }
    }

    int size() {
        return hosts.size();
    }

    int majority() {
        return size() / 2 + 1;
    }

    SimHost host(int member) {
        return hosts.get(member - 1);
    }

    @Nullable
    RaftNode node(int member) {
        return nodes[member];
    }

    /** Sends a message of the protocol: lost where a link is cut or the receiver is dead, late where it is paused. */
    void send(int from, int to, Consumer<RaftNode> message) {
        network.datagram(from, to, () -> {
            RaftNode node = nodes[to];
            if (node != null) {
                host(to).after(0, () -> message.accept(node));
            }
        });
    }

    /** A member is about to apply this entry: it must be the one that every other applied there. */
    void applying(long index, RaftDisk.LogEntry entry) {
        if (index <= committed.size()) {
            if (committed.get((int) index - 1) != entry) {
                throw new IllegalStateException("the model of the log is wrong: two entries at index " + index);
            }
            return;
        }
        if (index != committed.size() + 1) {
            throw new IllegalStateException("the model of the log is wrong: index " + index + " leaves a hole");
        }
        committed.add(entry);
        observer.committed(index, entry.term(), entry.data());
    }
}
