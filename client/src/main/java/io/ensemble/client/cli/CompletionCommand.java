package io.ensemble.client.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options: source <(./ensemble completion bash)")
final class CompletionCommand implements Callable<Integer> {
    @Parameters(paramLabel = "bash|zsh", description = "For which shell.")
    private String shell = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says this.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        // One script serves both: in zsh it turns bash's way of completion on.
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new IllegalArgumentException("there are scripts for bash and zsh, not for '" + shell + "'");
        }
        CommandLine all = spec.root().commandLine();
        Programs.nameIn(all);
        spec.commandLine().getOut().println(AutoComplete.bash("ensemble", all));
        return 0;
    }
}
