package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.cluster.FourLetter;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.disk.ProcessFaults;
import io.ensemble.chaos.chaos.net.LinkProxies;
import io.ensemble.chaos.chaos.net.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Members with what it takes to break them: their network, the switches in their processes, and what must be put back
 * when all is to be well again. One thread.
 */
public final class Site implements AutoCloseable {
    /** How long a member whose folder was emptied or damaged has to come back by itself. */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(15);

    private static final long POLL_MS = 100;

    private static final int RESET_MS = 150;
    private static final String DATA = "state";

    /** A file as it was before it was damaged. */
    private record Original(int member, Path file, byte[] bytes) {}

    private final RealCluster cluster;
    private final @Nullable Network network;
    private final Map<Integer, ProcessFaults> faults;
    private final List<Original> originals = new ArrayList<>();
    private final Map<Integer, Path> wiped = new HashMap<>();
    private @Nullable LinkProxies proxies;
    private BiConsumer<@Nullable Integer, String> notes = (member, what) -> {};

    private Site(RealCluster cluster, @Nullable Network network, Map<Integer, ProcessFaults> faults) {
        this.cluster = cluster;
        this.network = network;
        this.faults = faults;
    }

    /** Makes what is needed; members are not started yet. */
    public static Site open(Software software, int members, Path folder, Set<Need> needs)
            throws IOException, InterruptedException {
        Map<Integer, ProcessFaults> faults = new HashMap<>();
        if (needs.contains(Need.PROCESS)) {
            for (int member = 1; member <= members; member++) {
                Path data = folder.resolve("member-" + member).resolve(DATA);
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
        closeProxies();
        LinkProxies made = new LinkProxies(trouble);
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
        originals.add(new Original(member, file, bytes));
    }

    /** Kills a member, and starts it with an empty folder. */
    void wipe(int member) throws IOException, InterruptedException {
        if (wiped.containsKey(member)) {
            return;
        }
        note(member, "killed, and its folder emptied");
        cluster.kill(member);
        Path data = cluster.folder(member).resolve(DATA);
        Path aside = data.resolveSibling(DATA + ".aside");
        if (Files.exists(data)) {
            Files.move(data, aside);
            wiped.put(member, aside);
        }
        cluster.start(member);
        mayEnd(member);
    }

    /** Takes everything back: nothing is wrong with network, disks and clocks, and all members run. */
    public void heal() throws IOException, InterruptedException {
        if (network != null) {
            network.heal();
        }
        closeProxies();
        faults.values().forEach(ProcessFaults::heal);
        cluster.resumeAll();
        for (Original original : originals) {
            putBack(original);
        }
        originals.clear();
        for (Map.Entry<Integer, Path> each : wiped.entrySet()) {
            reborn(each.getKey(), each.getValue());
        }
        wiped.clear();
        cluster.heal();
    }

    /** A member that halted for a damaged file gets it back; one that went on has dealt with it. */
    private void putBack(Original original) throws IOException, InterruptedException {
        if (!comesToServe(original.member())) {
            note(original.member(), "does not serve: " + cluster.lastWords(original.member()));
            cluster.kill(original.member());
            Files.createDirectories(original.file().getParent());
            Files.write(original.file(), original.bytes());
        }
    }

    private void reborn(int member, Path aside) throws IOException, InterruptedException {
        if (comesToServe(member)) {
            note(member, "is back by itself");
            return;
        }
        note(member, "does not serve with its empty folder, and gets back what it had");
        cluster.kill(member);
        Path data = cluster.folder(member).resolve(DATA);
        if (Files.exists(data)) {
            Files.move(data, data.resolveSibling(DATA + ".waited-" + System.nanoTime()));
        }
        Files.move(aside, data);
    }

    /** Waits until a member serves, or has ended, or time is over; returns whether it serves. */
    private boolean comesToServe(int member) throws InterruptedException {
        long giveUpAt = System.nanoTime() + SETTLED_WITHIN.toNanos();
        while (FourLetter.role(cluster.layout().client(member)).isEmpty()) {
            if (!cluster.isRunning(member) || System.nanoTime() > giveUpAt) {
                return false;
            }
            Thread.sleep(POLL_MS);
        }
        return true;
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
