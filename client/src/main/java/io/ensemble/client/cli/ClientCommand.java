package io.ensemble.client.cli;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Options;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have: where the ensemble is, who asks, and for how long. */
abstract class ClientCommand implements Callable<Integer> {
    private static final String HERE = "127.0.0.1:2379,127.0.0.1:2380,127.0.0.1:2381";

    @Option(
            names = {"-c", "--connect"},
            paramLabel = "HOST:PORT,...",
            description = "Members, and a chroot behind them if you like. Else $ENSEMBLE_CONNECT, else " + HERE + ".")
    private @Nullable String connect;

    @Option(
            names = "--auth",
            paramLabel = "USER:PASSWORD",
            description = "Who asks, in ZooKeeper's scheme digest. Else $ENSEMBLE_AUTH.")
    private @Nullable String auth;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Longest wait. ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says this.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    abstract void run(Ensemble client) throws Exception;

    /** Where the ensemble is. */
    final String members() {
        return or(connect, "ENSEMBLE_CONNECT", HERE);
    }

    final Duration patience() {
        return Duration.ofSeconds(timeout);
    }

    @Override
    public Integer call() throws Exception {
        Options options = new Options(Duration.ofSeconds(10), patience());
        try (Ensemble client = Ensemble.connect(members(), options)) {
            String shown = or(auth, "ENSEMBLE_AUTH", "");
            int colon = shown.indexOf(':');
            if (colon > 0) {
                client.authenticate(shown.substring(0, colon), shown.substring(colon + 1));
            } else if (!shown.isEmpty()) {
                throw new IllegalArgumentException("--auth must be USER:PASSWORD");
            }
            run(client);
        }
        return 0;
    }

    private static String or(@Nullable String option, String variable, String standard) {
        String value = option != null ? option : System.getenv(variable);
        return value == null ? standard : value;
    }

    PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec.commandLine().getOut();
    }
}
