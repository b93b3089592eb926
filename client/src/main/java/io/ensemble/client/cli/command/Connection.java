package io.ensemble.client.cli.command;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Options;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the ensemble is, who asks, and for how long: options of the command line that the shell's commands lack. */
public final class Connection {
    private static final String HERE = "127.0.0.1:2379,127.0.0.1:2380,127.0.0.1:2381";

    @Option(
            names = {"-c", "--connect"},
            paramLabel = "HOST:PORT,...",
            description = "Members, and a chroot behind them if you like. Else $$ENSEMBLE_CONNECT, else " + HERE + ".")
    private @Nullable String connect;

    @Option(
            names = "--auth",
            paramLabel = "USER:PASSWORD",
            description = "Who asks, in ZooKeeper's scheme digest. Else $$ENSEMBLE_AUTH.")
    private @Nullable String auth;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Longest wait. ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(
            names = "--session",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long the session, and what hangs on it, outlives silence. ${DEFAULT-VALUE}.")
    private int session;

    /** The members, as a connect string. */
    public String members() {
        return or(connect, "ENSEMBLE_CONNECT", HERE);
    }

    /** Longest wait for an answer. */
    public Duration patience() {
        if (timeout <= 0) {
            throw new IllegalArgumentException("--timeout must be a second or more");
        }
        return Duration.ofSeconds(timeout);
    }

    /** Opens a session. */
    public Ensemble open() {
        String shown = or(auth, "ENSEMBLE_AUTH", "");
        int colon = shown.indexOf(':');
        if (!shown.isEmpty() && colon <= 0) {
            throw new IllegalArgumentException("--auth must be USER:PASSWORD");
        }
        if (session <= 0) {
            throw new IllegalArgumentException("--session must be a second or more");
        }
        Ensemble client = Ensemble.connect(members(), new Options(Duration.ofSeconds(session), patience()));
        try {
            if (!shown.isEmpty()) {
                client.authenticate(shown.substring(0, colon), shown.substring(colon + 1));
            }
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static String or(@Nullable String option, String variable, String standard) {
        String value = option != null ? option : System.getenv(variable);
        return value == null ? standard : value;
    }
}
