package io.ensemble.deploy.local;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an ensemble on this machine is: its data folder, how many members, their ports. Kept in the data folder, because
 * members know one another by their addresses: the same data comes back with the same members on the same ports.
 *
 * @param clientPort of member 1; the others follow
 * @param adminPort of member 1; the others follow
 */
record LocalLayout(Path data, int members, int clientPort, int adminPort) {
    static final int MEMBERS_DEFAULT = 3;
    static final int MEMBERS_MAX = 9;
    static final int CLIENT_PORT_DEFAULT = 2181;
    static final int ADMIN_PORT_DEFAULT = 9141;

    private static final int ADMIN_PORT_MAX = 65_535;
    private static final String FILE = "local.properties";

    /** Whether the folder has been used by an ensemble. */
    static boolean existsIn(Path data) {
        return Files.exists(data.resolve(FILE));
    }

    /** What the folder was made with. */
    static LocalLayout load(Path data) {
        if (!existsIn(data)) {
            throw new LocalException("there is no ensemble in " + data + "; name its folder with --data, or start one");
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(data.resolve(FILE))) {
            properties.load(in);
            return new LocalLayout(
                    data,
                    number(properties, "members"),
                    number(properties, "client-port"),
                    Integer.parseInt(properties.getProperty("admin-port", Integer.toString(ADMIN_PORT_DEFAULT))));
        } catch (IOException e) {
            throw new LocalException("cannot read " + data.resolve(FILE) + ": " + e.getMessage());
        } catch (NumberFormatException e) {
            throw new LocalException(data.resolve(FILE) + " is damaged: " + e.getMessage());
        }
    }

    private static int number(Properties properties, String key) {
        return Integer.parseInt(properties.getProperty(key, ""));
    }

    /** What the folder was made with, which must not contradict what is asked for; else what is asked for. */
    static LocalLayout loadOrNew(Path data, @Nullable Integer members, @Nullable Integer clientPort) {
        if (!existsIn(data)) {
            return new LocalLayout(
                            data,
                            members == null ? MEMBERS_DEFAULT : members,
                            clientPort == null ? CLIENT_PORT_DEFAULT : clientPort,
                            ADMIN_PORT_DEFAULT)
                    .checked();
        }
        LocalLayout kept = load(data);
        kept.mustMatch("--members", kept.members, members);
        kept.mustMatch("--client-port", kept.clientPort, clientPort);
        return kept;
    }

    private void mustMatch(String option, int kept, @Nullable Integer asked) {
        if (asked != null && asked != kept) {
            throw new LocalException("the ensemble in " + data + " has " + option + " " + kept + ", not " + asked
                    + "; leave the option out, or name another folder with --data");
        }
    }

    /** The same with the first admin ports, one behind the other, that nobody has; clients and members need not know them. */
    LocalLayout withFreeAdminPorts() {
        for (int first = adminPort; first <= ADMIN_PORT_MAX - members; first++) {
            LocalLayout candidate = new LocalLayout(data, members, clientPort, first);
            if (numbers().stream().allMatch(m -> candidate.isFreeForAdmin(candidate.adminPort + m - 1))) {
                return candidate;
            }
        }
        return this;
    }

    private boolean isFreeForAdmin(int port) {
        return PortOwner.isFree(port)
                && numbers().stream()
                        .map(this::ports)
                        .noneMatch(p -> p.ofMembersAndClients().contains(port));
    }

    LocalLayout checked() {
        if (members < 1 || members > MEMBERS_MAX) {
            throw new LocalException("--members must be 1 to " + MEMBERS_MAX + ", not " + members);
        }
        int highest = MemberPorts.CLIENT_PORT_MAX - members + 1;
        if (clientPort < 1 || clientPort > highest) {
            throw new LocalException("--client-port must be 1 to " + highest + ", not " + clientPort);
        }
        return this;
    }

    void save() {
        Properties properties = new Properties();
        properties.setProperty("members", Integer.toString(members));
        properties.setProperty("client-port", Integer.toString(clientPort));
        properties.setProperty("admin-port", Integer.toString(adminPort));
        try {
            Files.createDirectories(data);
            try (Writer out = Files.newBufferedWriter(data.resolve(FILE))) {
                properties.store(out, "What ./ensemble local started here.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + data, e);
        }
    }

    List<Integer> numbers() {
        return IntStream.rangeClosed(1, members).boxed().toList();
    }

    MemberPorts ports(int member) {
        return new MemberPorts(clientPort + member - 1, adminPort + member - 1);
    }

    Path folder(int member) {
        return data.resolve("member-" + member);
    }

    /** Where a client finds the ensemble: {@code host:port,host:port,...}. */
    String connectString() {
        return String.join(
                ",",
                numbers().stream().map(m -> "127.0.0.1:" + ports(m).client()).toList());
    }

    /** All members' native API, as {@code ./ensemble get -c} takes it. */
    String nativeConnectString() {
        return String.join(
                ",", numbers().stream().map(m -> "127.0.0.1:" + ports(m).grpc()).toList());
    }
}
