package io.ensemble.chaos.sim;

import io.ensemble.chaos.sim.check.ConnectionCheck;
import io.ensemble.chaos.sim.check.Reference;
import io.ensemble.chaos.sim.check.Sessions;
import io.ensemble.chaos.sim.check.Violation;
import io.ensemble.chaos.sim.client.Connection;
import io.ensemble.chaos.sim.client.Scene;
import io.ensemble.chaos.sim.client.SimClient;
import io.ensemble.chaos.sim.log.SimGroup;
import io.ensemble.chaos.sim.net.SimNetwork;
import io.ensemble.chaos.sim.net.SimPeerLinks;
import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimRandom;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.chaos.sim.time.Trace;
import io.ensemble.server.member.Member;
import io.ensemble.server.zookeeper.ZkLane;
import io.ensemble.state.apply.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One scenario: members, clients, faults and checks, from the first event to the last. Used once. Single-threaded. */
public final class SimWorld implements Scene, SimGroup.Observer {
    private static final long MS = SimScheduler.MILLIS;
    private static final long EVENTS_MAX = 5_000_000;

    private final SimPlan plan;
    private final SimRandom random;
    private final SimScheduler scheduler;
    private final SimNetwork network;
    private final SimGroup group;
    private final Reference reference;
    private final Sessions sessions;
    private final Faults faults;
    private final List<SimMember> members = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private final Map<String, Integer> rare = new TreeMap<>();
    private final Map<Integer, Closable> handshakes = new HashMap<>();
    private int asked;

    public SimWorld(SimPlan plan, Trace trace) {
        this.plan = plan;
        this.random = new SimRandom(plan.seed());
        this.scheduler = new SimScheduler(random, trace);
        this.network = new SimNetwork(scheduler, random, plan.members() + plan.clients());
        network.latency(plan.latencyNanos(), 40 * MS);
        network.patience(200 * MS, plan.patienceMsMax() * MS);
        this.sessions = new Sessions(scheduler, plan.nothingExpires(), this::count);
        this.reference = new Reference(
                scheduler, SimMember.entryCodec(), plan.applyGuards(), sessions, this::numbered, this::count);
        List<SimHost> hosts = new ArrayList<>();
        for (int number = 1; number <= plan.members(); number++) {
            hosts.add(new SimHost(scheduler, random, "m" + number));
        }
        this.group = new SimGroup(scheduler, random, network, hosts, plan.log(), this);
        Map<Integer, SimPeerLinks> links = new HashMap<>();
        for (int number = 1; number <= plan.members(); number++) {
            members.add(new SimMember(
                    number, plan, hosts.get(number - 1), network, group, links, reference, this::rare, this::mustStop));
        }
        this.faults = new Faults(this, plan.faults(), random.split());
    }

    /** Runs the scenario; throws what is found wrong. */
    public void run() {
        members.forEach(SimMember::start);
        for (int i = 0; i < plan.clients(); i++) {
            SimHost host = new SimHost(scheduler, random, "c" + i);
            clients.add(new SimClient(this, host, plan.client(), plan.members() + 1 + i, "c" + i));
        }
        faults.begin();
        runUntil(plan.faultsMs(), () -> false);
        heal();
        runUntil(plan.calmMs(), () -> false);
        clients.forEach(SimClient::beQuiet);
        boolean settled = runUntil(plan.boundMs(), this::isSettled);
        Violation.unless(settled, () -> "not settled " + plan.boundMs() + " ms after healing: " + unsettled());
        long index = reference.index();
        boolean converged = runUntil(plan.boundMs(), () -> members.stream().allMatch(m -> m.hasApplied(index)));
        Violation.unless(converged, () -> "not all members came to index " + index);
        runUntil(100, () -> false);
        boolean found = runUntil(plan.boundMs(), () -> members.stream().noneMatch(SimMember::mustBeFound));
        Violation.unless(found, () -> "a member's state is another one than the others', and it goes on");
        connections.forEach(Connection::assertNothingDue);
        if (plan.lanes() > 1) {
            rare("several lanes");
        }
    }

    private boolean runUntil(long ms, BooleanSupplier done) {
        long end = scheduler.now() + ms * MS;
        long look = scheduler.now();
        while (scheduler.now() < end) {
            if (scheduler.now() >= look) {
                if (done.getAsBoolean()) {
                    return true;
                }
                look = scheduler.now() + 20 * MS;
                members.forEach(SimMember::checkBounds);
            }
            Violation.unless(scheduler.step(), () -> "nothing happens any more");
            Violation.unless(scheduler.count() < EVENTS_MAX, () -> "too many events: something runs in a circle");
        }
        return done.getAsBoolean();
    }

    private void heal() {
        scheduler.trace(() -> "everything is healed");
        faults.heal();
        clients.forEach(SimClient::calmDown);
    }

    /** A member found that its state is not the others'. */
    private void mustStop(int number) {
        scheduler.after(1, () -> faults.halted(number));
    }

    private boolean isSettled() {
        return clients.stream().allMatch(SimClient::isSettled);
    }

    private String unsettled() {
        return clients.stream().filter(c -> !c.isSettled()).toList().toString();
    }

    /** Hash over all that happened. */
    public long hash() {
        return scheduler.hash();
    }

    /** Events that ran. */
    public long events() {
        return scheduler.count();
    }

    /** Virtual milliseconds that passed. */
    public long virtualMs() {
        return scheduler.now() / MS;
    }

    /** Answers that clients got. */
    public long answers() {
        return clients.stream().mapToLong(SimClient::answers).sum();
    }

    /** What was rare, by name. */
    public Map<String, Integer> rare() {
        return rare;
    }

    SimPlan plan() {
        return plan;
    }

    SimGroup group() {
        return group;
    }

    SimMember member(int number) {
        return members.get(number - 1);
    }

    /** The clients' numbers in the network. */
    List<Integer> clientEndpoints() {
        return IntStream.range(0, plan.clients())
                .mapToObj(i -> plan.members() + 1 + i)
                .toList();
    }

    /** Breaks the connections of a member whose process died. */
    void died(int number) {
        // The network tells each client by itself, sooner or later.
        for (Connection connection : connections) {
            if (connection.isOfMember(number)) {
                scheduler.after(random.delay(MS, 300 * MS), connection::memberDied);
            }
        }
        connections.removeIf(c -> c.isOfMember(number));
    }

    List<Connection> connections() {
        connections.removeIf(c -> !c.isOpenAtMember());
        return connections;
    }

    // Scene

    @Override
    public SimScheduler scheduler() {
        return scheduler;
    }

    @Override
    public SimNetwork network() {
        return network;
    }

    @Override
    public int members() {
        return plan.members();
    }

    @Override
    public @Nullable Connection dial(SimClient client, int number) {
        SimMember target = member(number);
        Member serving = target.member();
        if (serving == null || !serving.isServing()) {
            return null;
        }
        long life = target.host().life();
        ZkLane lane = random.pick(target.frontEnds());
        Connection connection = new Connection(
                client,
                number,
                lane,
                this,
                () -> target.host().life() == life && target.hasRunFor(2_000 * MS),
                () -> serving.state().zxid(),
                () -> target.host().isAlive() && target.host().life() == life);
        connections.add(connection);
        return connection;
    }

    @Override
    public ConnectionCheck connection(long session, long attachment, long zxid, BooleanSupplier isOpenAndRunning) {
        return new ConnectionCheck(reference, sessions, session, attachment, zxid, isOpenAndRunning);
    }

    @Override
    public void handshake(int timeoutMs, Closable end) {
        handshakes.put(timeoutMs, end);
    }

    @Override
    public int nextTimeoutMs(int least) {
        return least + asked++ % 400;
    }

    /** A command that came of a handshake was numbered: its connection must have been open then. */
    private void numbered(int member, long batch, int timeoutMs) {
        Closable end = handshakes.get(timeoutMs);
        long at = member(member).numberedAt(batch);
        Violation.unless(
                end == null || end.member() != member || end.closedAt() < 0 || end.closedAt() >= at,
                () -> end + ": a handshake was numbered though its connection was gone");
    }

    @Override
    public List<Change> changes(long afterZxid, long upToZxid) {
        return reference.changes(afterZxid, upToZxid);
    }

    @Override
    public long newestZxid() {
        return reference.state().zxid();
    }

    @Override
    public boolean isOver(long session) {
        return sessions.isOver(session);
    }

    @Override
    public int elections() {
        return rare.getOrDefault("leader elected", 0);
    }

    @Override
    public void unsent(long bytes) {
        // One turn may write beyond the bound before it is looked at; much beyond it is a bound that does not hold.
        long bound = plan.member().outputBytesMax() + 200_000;
        Violation.unless(bytes < bound, () -> bytes + " bytes unsent to one client; the bound is " + bound);
    }

    // Log

    @Override
    public void committed(long index, long term, byte @Nullable [] data) {
        int leader = group.leaderOf(term);
        reference.committed(index, term, data, member(leader).host());
    }

    @Override
    public void proposed(int leader, long term, byte[] data) {
        reference.proposed(leader, term, data);
    }

    @Override
    public void rare(String what) {
        count(what, 1);
    }

    private void count(String what, int times) {
        rare.merge(what, times, Integer::sum);
    }
}
