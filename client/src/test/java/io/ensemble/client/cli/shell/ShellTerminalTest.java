package io.ensemble.client.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.cli.PseudoTerminal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The shell in a terminal. */
class ShellTerminalTest {
    @Test
    void shouldCompletePathsOfTheLiveTreeAndTellOfAChangeOnce() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String members = OneMember.shared().grpc();
        try (Ensemble client = Ensemble.connect(members);
                PseudoTerminal terminal = new PseudoTerminal(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.ensemble.client.cli.Main",
                        "sh",
                        "-c",
                        members)) {
            client.create("/terminal", null);
            client.create("/terminal/config", null);
            client.create("/terminal/config/limit", "10".getBytes(StandardCharsets.UTF_8));
            terminal.awaitText("Tab completes them and paths");

            // To the only child, and on to the only one below it.
            terminal.type("get -w /terminal/c\t\t\r");
            terminal.awaitText("get -w /terminal/config/limit");
            terminal.awaitText("\n10\n");

            // Made only now: it is the live tree that is completed.
            client.create("/terminal/jobs", "none".getBytes(StandardCharsets.UTF_8));
            terminal.type("get /terminal/j\t\r");
            terminal.awaitText("\nnone\n");

            client.set("/terminal/config/limit", "20".getBytes(StandardCharsets.UTF_8));
            terminal.awaitText("/terminal/config/limit 20");
            client.set("/terminal/config/limit", "30".getBytes(StandardCharsets.UTF_8));
            // Behind the answer that shows it nothing more can come of it.
            terminal.type("get /terminal/config/limit\r");
            terminal.awaitText("\n30\n");
            assertThat(terminal.text().split("watch: DATA_CHANGED", -1)).hasSize(2);

            terminal.type("nonsense\r");
            terminal.awaitText("there is no command 'nonsense'; help lists them");
            terminal.type("quit\r");
            // The first command that failed decides.
            assertThat(terminal.exitCode()).isEqualTo(2);
        }
    }
}
