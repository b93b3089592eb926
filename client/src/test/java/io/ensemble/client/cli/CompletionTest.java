package io.ensemble.client.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion scripts, in the shells that they are for, with the Tab key. */
class CompletionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"bash, --norc", "zsh, -f"})
    void shouldCompleteCommandsOptionsAndTheirValues(String shell, String bare) throws Exception {
        assumeThat(PseudoTerminal.has(shell)).isTrue();
        Path script = folder.resolve("completion");
        Files.writeString(
                script, CommandRun.bare("", List.of("completion", shell)).out());
        try (PseudoTerminal terminal = new PseudoTerminal(shell, bare, "-i")) {
            terminal.type("ensemble() { echo \"RAN[$*]\"; }; . " + script + "; echo rea''dy\r");
            terminal.awaitText("ready");
            terminal.type("ensemble expor\t -h\r");
            terminal.awaitText("RAN[export -h]");
            terminal.type("ensemble get --lin\t /a\r");
            terminal.awaitText("RAN[get --linearizable /a]");
            terminal.type("ensemble get -o js\t\r");
            terminal.awaitText("RAN[get -o json]");
            terminal.type("ensemble local resu\t 1\r");
            terminal.awaitText("RAN[local resume 1]");
        }
    }
}
