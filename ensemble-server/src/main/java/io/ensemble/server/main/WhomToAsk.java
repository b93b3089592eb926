package io.ensemble.server.main;

import io.ensemble.server.config.ConfigException;
import io.ensemble.server.config.ConfigLoader;
import io.ensemble.server.config.ServerConfig;
import io.ensemble.server.consensus.formation.MembershipClient;
import io.ensemble.server.tls.MemberSockets;
import io.ensemble.server.tls.MemberTls;
import io.ensemble.server.tls.TlsTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which member is asked, and the asking. */
final class WhomToAsk {
    static final int FORMATION_PORT = 4888;

    private static final int EXIT_REFUSED = 1;
    private static final int ANSWER_MS_MAX = 140_000;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A member's configuration file: it names the members to ask, and has what TLS between members needs.")
    private @Nullable Path config;

    @Option(
            names = "--member",
            paramLabel = "HOST[:PORT]",
            description = "The member to ask, by its formation port (default: 127.0.0.1:4888).")
    private @Nullable String member;

    /** Asks the first member that answers, prints what it says, and gives the exit code. */
    int ask(String request) {
        List<String> troubles = new ArrayList<>();
        try (MemberTls tls = config == null ? null : Plans.tls(ConfigLoader.load(config))) {
            MemberSockets sockets = MemberSockets.of(tls);
            for (String where : members()) {
                try {
                    return print(MembershipClient.ask(sockets, host(where), port(where), request, ANSWER_MS_MAX));
                } catch (IOException e) {
                    String trouble = TlsTrouble.of(e);
                    troubles.add(where + ": " + (trouble == null ? e.getMessage() : trouble));
                }
            }
        } catch (IOException e) {
            System.err.println("ensemble: " + e.getMessage());
            return ServerCommand.EXIT_CANNOT_START;
        } catch (ConfigException e) {
            e.problems().forEach(System.err::println);
            return ServerCommand.EXIT_CANNOT_START;
        } catch (IllegalArgumentException e) {
            System.err.println("ensemble: " + e.getMessage());
            return ServerCommand.EXIT_CANNOT_START;
        }
        System.err.println("ensemble: no member answers (" + String.join("; ", troubles)
                + "): name one by its formation port, --member HOST:PORT, or its file, --config FILE");
        return EXIT_REFUSED;
    }

    private static int print(String answer) {
        boolean done = answer.startsWith("ok");
        String text = answer.startsWith("ok ") || answer.startsWith("no ") ? answer.substring(3) : answer;
        if (done) {
            System.out.println(text.strip());
            return 0;
        }
        System.err.println("ensemble: " + text.strip());
        return EXIT_REFUSED;
    }

    /** This machine's own member first. */
    private List<String> members() throws ConfigException {
        if (member != null) {
            return List.of(member);
        }
        if (config == null) {
            return List.of("127.0.0.1:" + FORMATION_PORT);
        }
        ServerConfig loaded = ConfigLoader.load(config);
        List<String> all = new ArrayList<>();
        all.add(where(loaded.self()));
        loaded.members().stream().filter(m -> m.number() != loaded.number()).forEach(m -> all.add(where(m)));
        return all;
    }

    private static String where(ServerConfig.MemberConfig m) {
        return (m.host().indexOf(':') < 0 ? m.host() : "[" + m.host() + "]") + ":" + m.formationPort();
    }

    /** A "HOST[:PORT]" as the two words of a request. */
    static String words(String where) {
        return host(where) + " " + port(where);
    }

    /** "host", "host:port", "[v6]:port" or a bare v6 address. */
    private static String host(String where) {
        if (where.startsWith("[")) {
            return where.substring(1, Math.max(1, where.indexOf(']')));
        }
        int colon = where.indexOf(':');
        return colon < 0 || colon != where.lastIndexOf(':') ? where : where.substring(0, colon);
    }

    private static int port(String where) {
        int colon = where.lastIndexOf(':');
        boolean hasPort = where.startsWith("[") ? where.contains("]:") : colon >= 0 && colon == where.indexOf(':');
        if (!hasPort) {
            return FORMATION_PORT;
        }
        try {
            return Integer.parseInt(where.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + where + "\" is not HOST or HOST:PORT", e);
        }
    }
}
