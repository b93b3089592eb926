package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.disk.ProcessFaults;
import io.ensemble.chaos.chaos.net.LinkProxies;
import io.ensemble.chaos.chaos.net.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Members with what it takes to break them: their network, the switches in their processes, and what must be put back
 * when all is to be well again. One thread.
 */
public final class Site implements AutoCloseable {
    private static final int RESET_MS = 150;

    private final RealCluster cluster;
    private final @Nullable Network network;
    private final Map<Integer, ProcessFaults> faults;
    private final Effects effects = new Effects();
    private final Aftermath aftermath;
    private @Nullable LinkProxies proxies;
    private BiConsumer<@Nullable Integer, String> notes = (member, what) -> {};

    private Site(RealCluster cluster, @Nullable Network network, Map<Integer, ProcessFaults> faults) {
        this.cluster = cluster;
        this.network = network;
        this.faults = faults;
        this.aftermath = new Aftermath(cluster, this::note);
    }

    /** Makes what is needed; members are not started yet. */
    public static Site open(Software software, int members, Path folder, Set<Need> needs)
            throws IOException, InterruptedException {
        Map<Integer, ProcessFaults> faults = new HashMap<>();
        if (needs.contains(Need.PROCESS)) {
            for (int member = 1; member <= members; member++) {
                Path data = software.data(folder.resolve("member-" + member));
                faults.put(member, ProcessFaults.of(folder.resolve("faults-" + member), data));
            }
        }
        Network network = needs.contains(Need.NETWORK) ? Network.create(members) : null;
        Layout loopback = Layout.loopback(members, software);
        Layout layout = network == null ? loopback : new Layout(network.addresses(), loopback.ports());
        RealCluster cluster = new RealCluster(software, layout, folder, member -> {
            List<String> words = new ArrayList<>(network == null ? List.of() : network.wrapper(member));
            if (faults.containsKey(member)) {
                words.addAll(faults.get(member).wrapper());
            }
            return words;
        });
        return new Site(cluster, network, faults);
    }

    /** Where to say what was done to whom. */
    public void tellTo(BiConsumer<@Nullable Integer, String> to) {
        notes = to;
    }

    void note(@Nullable Integer member, String what) {
        notes.accept(member, what);
    }

    public RealCluster cluster() {
        return cluster;
    }

    public int members() {
        return cluster.members();
    }

    /** The members' network; there must be one. */
    public Network network() {
        return Objects.requireNonNull(network, "no network was asked for");
    }

    /** The switches in a member's process; there must be some. */
    public ProcessFaults faults(int member) {
        return Objects.requireNonNull(faults.get(member), "no faults within processes were asked for");
    }

    /** What is done to a member may end it: that it halts is right. */
    public void mayEnd(int member) {
        cluster.allowEnd(member);
    }

    /** Leads all connections between members through this program; those that stand are reset. */
    void redirect(LinkProxies.Trouble trouble) throws IOException, InterruptedException {
        LinkProxies.Trouble all = proxies == null ? trouble : proxies.trouble().and(trouble);
        closeProxies();
        network().redirectNothing();
        LinkProxies made = new LinkProxies(all);
        proxies = made;
        Layout layout = cluster.layout();
        for (int to = 1; to <= members(); to++) {
            for (int index = 1; index < layout.ports().get(to - 1).size(); index++) {
                int port = layout.port(to, index);
                int door = made.open(network().ownAddress(), new InetSocketAddress(layout.host(to), port));
                for (int from = 1; from <= members(); from++) {
                    if (from != to) {
                        network().redirect(from, to, port, door);
                    }
                }
            }
        }
        network().resetConnections(RESET_MS);
    }

    private void closeProxies() throws IOException {
        if (proxies != null) {
            proxies.close();
            proxies = null;
        }
    }

    void putBackLater(int member, Path file, byte[] bytes) {
        aftermath.putBackLater(member, file, bytes);
    }

    /** Kills a member, and starts it with an empty folder; false where it had none. */
    boolean wipe(int member) throws IOException, InterruptedException {
        return aftermath.wipe(member);
    }

    /**
     * Takes everything back: nothing is wrong with network, disks and clocks, and all members run. What had to halt, to
     * refuse to start, or to come back by itself is asked whether it did.
     */
    public void heal() throws IOException, InterruptedException {
        // Paused ones first: whoever is stopped cannot halt.
        cluster.resumeAll();
        aftermath.awaitHalts();
        if (network != null) {
            network.heal();
        }
        closeProxies();
        faults.values().forEach(ProcessFaults::heal);
        aftermath.settle();
        cluster.heal();
    }

    /** The fault that is carried out now, the first or the second one of its strike. */
    void begin(Fault fault, int number) {
        effects.of(fault);
        if (network != null) {
            network.use(number);
        }
    }

    Effects effects() {
        return effects;
    }

    /** What went wrong that no client need have noticed: members that did not halt, or not come back. */
    public List<String> troubles() {
        return aftermath.troubles();
    }

    /** @throws IOException where a member runs without the library of its faults, so that they would do nothing */
    public void requireFaults() throws IOException {
        for (Map.Entry<Integer, ProcessFaults> each : faults.entrySet()) {
            if (!each.getValue().isLoadedBy(cluster.process(each.getKey()).pid())) {
                throw new IOException("member " + each.getKey()
                        + " runs without the library of its faults, see its output.log: they would do nothing");
            }
        }
    }

    /** The fault has an effect where packets meet its rules. */
    void expectPackets(String what) throws IOException, InterruptedException {
        int number = network().inUse();
        effects.expect("packets " + what, () -> network().packetsHit(number));
    }

    /** How much was handed on late until now. */
    long readsLate() {
        return proxies == null ? 0 : proxies.late();
    }

    /** How much was changed until now. */
    long readsChanged() {
        return proxies == null ? 0 : proxies.changed();
    }

    /** What is done to this member must end it, with a message, once it has met this. */
    void mustHalt(int member, LongSupplier met) {
        mayEnd(member);
        aftermath.mustHalt(member, met);
    }

    @Override
    public void close() {
        cluster.close();
        try {
            closeProxies();
        } catch (IOException ignored) {
            // They end with this program.
        }
        if (network != null) {
            network.close();
        }
    }
}
