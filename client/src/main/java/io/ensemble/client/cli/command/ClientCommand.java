package io.ensemble.client.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that speak to the ensemble have. */
public abstract class ClientCommand implements Callable<Integer> {
    /** The exit code of what was done. */
    protected static final int DONE = 0;

    private final Connection connection = new Connection();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says this.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    /** Does it; the exit code is what it returns, or what {@link Failures} makes of what it throws. */
    protected abstract int run(Context context) throws Exception;

    /** Its options of where the ensemble is, for a command line that has them. */
    public final Connection connection() {
        return connection;
    }

    @Override
    public final Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        Root root = (Root) spec.root().userObject();
        Context shell = root.shell();
        if (shell != null) {
            return run(shell);
        }
        try (OneRun own = new OneRun(connection, root.console())) {
            return run(own);
        }
    }
}
