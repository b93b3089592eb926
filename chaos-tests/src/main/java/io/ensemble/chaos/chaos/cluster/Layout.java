package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the members are: hosts and ports. Immutable.
 *
 * @param hosts an address for each member
 * @param ports for each member its client port, and then those that its software needs
 */
public record Layout(List<String> hosts, List<List<Integer>> ports) {
    public Layout {
        hosts = List.copyOf(hosts);
        ports = ports.stream().map(List::copyOf).toList();
    }

    /** All members on the loopback address, on ports that are free now. */
    public static Layout loopback(int members, Software software) throws IOException {
        List<List<Integer>> ports = new ArrayList<>();
        List<Integer> free = FreePorts.pick(members * (1 + software.portsPerMember()));
        for (int i = 0; i < members; i++) {
            int from = i * (1 + software.portsPerMember());
            ports.add(free.subList(from, from + 1 + software.portsPerMember()));
        }
        return new Layout(java.util.Collections.nCopies(members, "127.0.0.1"), ports);
    }

    public int members() {
        return hosts.size();
    }

    /** A port of a member: 0 for its clients, from 1 on those of its software. */
    public int port(int member, int index) {
        return ports.get(member - 1).get(index);
    }

    public String host(int member) {
        return hosts.get(member - 1);
    }

    /** Where a member's clients connect. */
    public InetSocketAddress client(int member) {
        return new InetSocketAddress(host(member), port(member, 0));
    }

    /** Where all members' clients connect, as ZooKeeper's clients take it. */
    public String connectString() {
        return java.util.stream.IntStream.rangeClosed(1, members())
                .mapToObj(this::connectString)
                .collect(Collectors.joining(","));
    }

    public String connectString(int member) {
        return host(member) + ":" + port(member, 0);
    }

    /** The member with this client address, or 0. */
    public int memberAt(InetSocketAddress address) {
        for (int member = 1; member <= members(); member++) {
            if (client(member).equals(address)) {
                return member;
            }
        }
        return 0;
    }
}
