package io.ensemble.chaos.chaos.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network namespace for each member, joined by a bridge that this program's own namespace is on too, so that what goes
 * between members can be cut and what goes between them and their clients cannot, or the other way round. Packets that are
 * cut are dropped without a word. Linux, root, iproute2 and iptables. One thread.
 */
public final class Network implements AutoCloseable {
    /** What all interfaces and namespaces of this program begin with; the process id follows. */
    private static final String NAME = "ens-c";

    private static final int OWN_HOST = 254;
    private static final int NETWORK_BYTE_COUNT = 250;
    private static final int NETWORK_BYTE_FIRST = 64;
    private static final int NETWORK_BYTES = 128;

    /** Faults that are there at one time at most: each has chains of its own, so that one can be taken back alone. */
    private static final int SLOTS = 2;

    private static final String RESETS = "RESETS";

    private final long pid = ProcessHandle.current().pid();
    private final String tag = NAME + pid;
    private final int members;
    private final long[] packetsOfRulesGone = new long[SLOTS];
    private int slot;

    private Network(int members) {
        this.members = members;
    }

    /** Why there can be no network here, in a few words; nothing where there can. */
    public static Optional<String> missing() {
        if (!Shell.isRoot()) {
            return Optional.of("network faults need root");
        }
        return Stream.of("ip", "iptables-restore", "tc")
                .filter(command -> !Shell.has(command))
                .findFirst()
                .map(command -> "network faults need the command " + command);
    }

    /** Makes it; {@link #close} or the end of this program removes it. */
    public static Network create(int members) throws IOException, InterruptedException {
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            throw new IOException(missing.get());
        }
        removeLeftOver();
        Network network = new Network(members);
        Runtime.getRuntime().addShutdownHook(new Thread(network::close));
        try {
            network.build();
            return network;
        } catch (IOException | InterruptedException e) {
            network.close();
            throw e;
        }
    }

    /** What a program left that was killed. */
    private static void removeLeftOver() throws IOException, InterruptedException {
        for (String line : Shell.run("ip", "netns", "list").lines().toList()) {
            String name = line.split(" ")[0];
            String number = name.replaceFirst("^" + NAME + "(\\d+)n\\d+$", "$1");
            if (!number.equals(name) && ProcessHandle.of(Long.parseLong(number)).isEmpty()) {
                Shell.undo("ip", "netns", "del", name);
                Shell.undo("ip", "link", "del", NAME + number + "br");
            }
        }
    }

    private void build() throws IOException, InterruptedException {
        Shell.run("ip", "link", "add", bridge(), "type", "bridge");
        Shell.run("ip", "addr", "add", address(OWN_HOST) + "/24", "dev", bridge());
        Shell.run("ip", "link", "set", bridge(), "up");
        for (int member = 1; member <= members; member++) {
            String outside = tag + "v" + member;
            Shell.run("ip", "netns", "add", namespace(member));
            Shell.run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace(member));
            Shell.run("ip", "link", "set", outside, "master", bridge(), "up");
            inside(member, "ip", "addr", "add", address(member) + "/24", "dev", "eth0");
            inside(member, "ip", "link", "set", "eth0", "up");
            inside(member, "ip", "link", "set", "lo", "up");
            healPackets(member);
        }
    }

    public int members() {
        return members;
    }

    /** The members' addresses. */
    public List<String> addresses() {
        return IntStream.rangeClosed(1, members).mapToObj(this::address).toList();
    }

    /** This program's own address, as the members see it. */
    public String ownAddress() {
        return address(OWN_HOST);
    }

    /** Words that run a command within a member's namespace. */
    public List<String> wrapper(int member) {
        return List.of("ip", "netns", "exec", namespace(member));
    }

    /** What is done to packets from now on is this fault's, 0 or 1. */
    public void use(int fault) {
        slot = fault;
    }

    /** Which fault that is. */
    public int inUse() {
        return slot;
    }

    /** Drops what these members send to that one. */
    public void drop(List<Integer> from, int to) throws IOException, InterruptedException {
        filter(
                to,
                from.stream()
                        .map(each -> in() + " -s " + address(each) + " -j DROP")
                        .toList());
    }

    /** Drops all that goes between a member and the others, both ways. */
    public void isolate(int member) throws IOException, InterruptedException {
        List<String> rules = new ArrayList<>();
        for (int other : othersOf(member)) {
            rules.add(in() + " -s " + address(other) + " -j DROP");
            rules.add(out() + " -d " + address(other) + " -j DROP");
        }
        filter(member, rules);
    }

    /** Drops all that goes between the members on one side and those on the other. */
    public void split(List<Integer> side, List<Integer> otherSide) throws IOException, InterruptedException {
        for (int member : side) {
            drop(otherSide, member);
        }
        for (int member : otherSide) {
            drop(side, member);
        }
    }

    /** Refuses, as a firewall does, what this member sends to that one: each packet is answered with a reset. */
    public void refuse(int from, int to) throws IOException, InterruptedException {
        filter(from, List.of(out() + " -p tcp -d " + address(to) + " -j REJECT --reject-with tcp-reset"));
    }

    /** Drops all between a member and its clients. */
    public void dropClients(int member) throws IOException, InterruptedException {
        drop(List.of(OWN_HOST), member);
    }

    /** Drops each packet of another member that reaches this one with a probability. */
    public void lose(int member, double probability) throws IOException, InterruptedException {
        filter(
                member,
                othersOf(member).stream()
                        .map(other -> in() + " -s " + address(other) + " -m statistic --mode random --probability "
                                + probability + " -j DROP")
                        .toList());
    }

    /** Lets no more than so much leave a member; what is too much waits, up to a second or so. */
    public void slow(int member, int kilobitsPerSecond) throws IOException, InterruptedException {
        inside(
                member,
                ("tc qdisc replace dev eth0 root tbf burst 5kb latency 1s rate " + kilobitsPerSecond + "kbit")
                        .split(" "));
    }

    /** Sends what one member sends to ports of another to this program instead; connections that stand stay. */
    public void redirect(int from, int to, int port, int ownPort) throws IOException, InterruptedException {
        rules(
                from,
                "nat",
                List.of("-A OUTPUT -p tcp -d " + address(to) + " --dport " + port + " -j DNAT --to-destination "
                        + address(OWN_HOST) + ":" + ownPort));
    }

    /** Takes back all that was redirected; connections that stand stay. */
    public void redirectNothing() throws IOException, InterruptedException {
        for (int member = 1; member <= members; member++) {
            Shell.run("*nat\nCOMMIT\n", words(member, "iptables-restore"));
        }
    }

    /** Resets all connections between members; new ones can be made when so much time has gone by. */
    public void resetConnections(int forMs) throws IOException, InterruptedException {
        for (int member = 1; member <= members; member++) {
            filter(
                    member,
                    othersOf(member).stream()
                            .map(other -> "-A " + RESETS + " -p tcp -d " + address(other)
                                    + " -j REJECT --reject-with tcp-reset")
                            .toList());
        }
        TimeUnit.MILLISECONDS.sleep(forMs);
        for (int member = 1; member <= members; member++) {
            inside(member, "iptables", "-F", RESETS);
        }
    }

    /** Takes back what the fault in use did to packets by rules; what is slow stays slow. */
    public void healInUse() throws IOException, InterruptedException {
        packetsOfRulesGone[slot] = packetsHit(slot);
        for (int member = 1; member <= members; member++) {
            rules(member, "filter", List.of(":IN" + slot + " - [0:0]", ":OUT" + slot + " - [0:0]"));
        }
    }

    /** How many packets the rules of a fault have dropped or refused since the last {@link #heal}. */
    public long packetsHit(int fault) throws IOException, InterruptedException {
        long packets = packetsOfRulesGone[fault];
        for (int member = 1; member <= members; member++) {
            String saved = Shell.run("", words(member, "iptables-save", "-c", "-t", "filter"));
            packets += packetsOf(saved, "-A IN" + fault) + packetsOf(saved, "-A OUT" + fault);
        }
        return packets;
    }

    /** Adds up the counters, such as {@code [12:345] -A IN0 ...}, of the rules that begin so. */
    static long packetsOf(String saved, String rule) {
        return saved.lines()
                .filter(line -> line.startsWith("[") && line.contains("] " + rule + " "))
                .mapToLong(line -> Long.parseLong(line.substring(1, line.indexOf(':'))))
                .sum();
    }

    /** How often something had to wait to leave a member that was made slow. */
    public long waits(int member) throws IOException, InterruptedException {
        String shown = Shell.run("", words(member, "tc", "-s", "qdisc", "show", "dev", "eth0"));
        return Stream.of(shown.split("overlimits "))
                .skip(1)
                .mapToLong(rest -> Long.parseLong(rest.split("\\D", 2)[0]))
                .sum();
    }

    /** Takes everything back that was done to packets. */
    public void heal() throws IOException, InterruptedException {
        Arrays.fill(packetsOfRulesGone, 0);
        slot = 0;
        for (int member = 1; member <= members; member++) {
            healPackets(member);
            List<String> command = words(member, "tc", "qdisc", "del", "dev", "eth0", "root");
            Shell.undo(command.toArray(new String[0]));
        }
    }

    private void healPackets(int member) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder("*filter\n:" + RESETS + " - [0:0]\n");
        for (int each = 0; each < SLOTS; each++) {
            text.append(":IN" + each + " - [0:0]\n:OUT" + each + " - [0:0]\n");
        }
        for (int each = 0; each < SLOTS; each++) {
            text.append("-A INPUT -j IN" + each + "\n-A OUTPUT -j OUT" + each + "\n");
        }
        text.append("-A OUTPUT -j " + RESETS + "\nCOMMIT\n*nat\nCOMMIT\n");
        Shell.run(text.toString(), words(member, "iptables-restore"));
    }

    private String in() {
        return "-A IN" + slot;
    }

    private String out() {
        return "-A OUT" + slot;
    }

    private void filter(int member, List<String> rules) throws IOException, InterruptedException {
        rules(member, "filter", rules);
    }

    /** All rules at once, so that no packet meets half of them. */
    private void rules(int member, String table, List<String> rules) throws IOException, InterruptedException {
        String text = "*" + table + "\n" + String.join("\n", rules) + "\nCOMMIT\n";
        Shell.run(text, words(member, "iptables-restore", "--noflush"));
    }

    private List<Integer> othersOf(int member) {
        return IntStream.rangeClosed(1, members)
                .filter(other -> other != member)
                .boxed()
                .toList();
    }

    private String bridge() {
        return tag + "br";
    }

    private String namespace(int member) {
        return tag + "n" + member;
    }

    /** Programs that run at the same time have different networks. */
    private String address(int host) {
        long high = NETWORK_BYTE_FIRST + pid / NETWORK_BYTE_COUNT % NETWORK_BYTES;
        return "10." + high + "." + pid % NETWORK_BYTE_COUNT + "." + host;
    }

    private void inside(int member, String... command) throws IOException, InterruptedException {
        Shell.run("", words(member, command));
    }

    private List<String> words(int member, String... command) {
        List<String> words = new ArrayList<>(wrapper(member));
        words.addAll(List.of(command));
        return words;
    }

    /** Removes what was made; what is not there does not matter. */
    @Override
    public void close() {
        for (int member = 1; member <= members; member++) {
            Shell.undo("ip", "netns", "del", namespace(member));
            Shell.undo("ip", "link", "del", tag + "v" + member);
        }
        Shell.undo("ip", "link", "del", bridge());
    }
}
