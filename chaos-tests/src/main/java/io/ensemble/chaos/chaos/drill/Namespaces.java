package io.ensemble.chaos.chaos.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace for each member, joined by a bridge that this program's own namespace is on too; a member can be
 * cut off from the other members and not from this program. Linux, root, iproute2 and iptables. One thread.
 */
final class Namespaces implements AutoCloseable {
    private static final String NETWORK = "10.213.47.";
    private static final int OWN_HOST = 254;
    private static final long COMMAND_SECONDS = 20;

    private final String tag;
    private final int members;

    private Namespaces(String tag, int members) {
        this.tag = tag;
        this.members = members;
    }

    static Namespaces create(int members) throws IOException, InterruptedException {
        String tag = "ens" + ProcessHandle.current().pid() % 100_000;
        Namespaces network = new Namespaces(tag, members);
        try {
            network.build();
            return network;
        } catch (IOException | InterruptedException e) {
            network.close();
            throw e;
        }
    }

    private void build() throws IOException, InterruptedException {
        run("ip", "link", "add", bridge(), "type", "bridge");
        run("ip", "addr", "add", NETWORK + OWN_HOST + "/24", "dev", bridge());
        run("ip", "link", "set", bridge(), "up");
        for (int member = 1; member <= members; member++) {
            String outside = tag + "v" + member;
            run("ip", "netns", "add", namespace(member));
            run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace(member));
            run("ip", "link", "set", outside, "master", bridge(), "up");
            inside(member, "ip", "addr", "add", address(member) + "/24", "dev", "eth0");
            inside(member, "ip", "link", "set", "eth0", "up");
            inside(member, "ip", "link", "set", "lo", "up");
        }
    }

    /** The members' addresses. */
    List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (int member = 1; member <= members; member++) {
            addresses.add(address(member));
        }
        return addresses;
    }

    /** Words that run a command within a member's namespace. */
    List<String> wrapper(int member) {
        return List.of("ip", "netns", "exec", namespace(member));
    }

    /** Drops without a word all that goes between this member and the others. */
    void isolate(int member) throws IOException, InterruptedException {
        for (int other = 1; other <= members; other++) {
            if (other != member) {
                inside(member, "iptables", "-A", "INPUT", "-s", address(other), "-j", "DROP");
                inside(member, "iptables", "-A", "OUTPUT", "-d", address(other), "-j", "DROP");
            }
        }
    }

    /** Takes all isolation back. */
    void heal() throws IOException, InterruptedException {
        for (int member = 1; member <= members; member++) {
            inside(member, "iptables", "-F");
        }
    }

    private String bridge() {
        return tag + "br";
    }

    private String namespace(int member) {
        return tag + "n" + member;
    }

    private static String address(int member) {
        return NETWORK + member;
    }

    private void inside(int member, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(wrapper(member));
        words.addAll(List.of(command));
        run(words.toArray(new String[0]));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("'" + String.join(" ", command) + "' failed: " + output.trim());
        }
    }

    /** Removes what was made; what is not there does not matter. */
    @Override
    public void close() {
        for (int member = 1; member <= members; member++) {
            remove("ip", "netns", "del", namespace(member));
            remove("ip", "link", "del", tag + "v" + member);
        }
        remove("ip", "link", "del", bridge());
    }

    private static void remove(String... command) {
        try {
            run(command);
        } catch (IOException ignored) {
            // It was not there, or goes with the namespace.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
