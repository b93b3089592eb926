package io.ensemble.client.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.cli.ShellCommandLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Parser;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who types: completion on the live tree, and the history. */
class TypedLinesTest {
    private static Ensemble client;
    private static ShellCompleter completer;
    private static final Parser PARSER = ShCommand.parser();

    @BeforeAll
    static void connect() {
        client = Ensemble.connect(OneMember.shared().grpc());
        completer = new ShellCompleter(ShellCommandLine.of(), client);
        client.create("/typed", null);
        client.create("/typed/config", null);
        client.create("/typed/config/limit", null);
        client.create("/typed/config/limits", null);
        client.create("/typed/jobs", null);
    }

    @AfterAll
    static void close() {
        client.close();
    }

    private static List<String> candidates(String line) {
        List<Candidate> candidates = new ArrayList<>();
        completer.complete(null, PARSER.parse(line, line.length(), Parser.ParseContext.COMPLETE), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    @Test
    void shouldCompletePathsOfTheLiveTree() {
        assertThat(candidates("get /typed/")).containsExactly("/typed/config", "/typed/jobs");
        assertThat(candidates("get /typed/c")).containsExactly("/typed/config/");
        assertThat(candidates("get /typed/config/lim")).containsExactly("/typed/config/limit", "/typed/config/limits");
        assertThat(candidates("set -v 1 /typed/j")).containsExactly("/typed/jobs");
        assertThat(candidates("ls ")).contains("/typed", "/zookeeper");
        assertThat(candidates("get /typed/none/x")).isEmpty();
        assertThat(candidates("get x")).isEmpty();
        client.create("/typed/new", null);
        assertThat(candidates("get /typed/n")).containsExactly("/typed/new");
    }

    @Test
    void shouldCompleteCommandsAndOptions() {
        assertThat(candidates("")).contains("get", "watch", "tree", "addauth", "deleteall", "quit");
        assertThat(candidates("get --"))
                .contains("--watch", "--linearizable", "--output")
                .doesNotContain("--connect");
        assertThat(candidates("get -o ")).containsExactly("table", "json", "yaml", "raw");
        assertThat(candidates("watch --scope ")).contains("EXACT", "SUBTREE");
    }

    @Test
    void shouldCompleteWhatIsTypedAndRememberIt(@TempDir Path folder) throws IOException {
        Path history = folder.resolve("history");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String keys = "get /typed/con\tlimits\r" + "addauth digest ann:pw\r";
        assertThat(lines(keys, out, history)).containsExactly("get /typed/config/limits", "addauth digest ann:pw");
        assertThat(Files.readString(history))
                .contains("get /typed/config/limits")
                .doesNotContain("ann:pw");
        // The line before, by the key for it.
        assertThat(lines("\u0010\r", out, history)).containsExactly("get /typed/config/limits");
    }

    private static List<String> lines(String keys, ByteArrayOutputStream out, Path history) throws IOException {
        PipedInputStream in = new PipedInputStream(4_096);
        // Stays open: the end of the input would race with what is typed.
        PipedOutputStream typing = new PipedOutputStream(in);
        typing.write(keys.getBytes(StandardCharsets.UTF_8));
        typing.flush();
        Terminal terminal = new ExternalTerminal("test", "ansi", in, out, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>();
        try (Lines lines = new TypedLines(terminal, PARSER, completer, history)) {
            for (long i = keys.chars().filter(c -> c == '\r').count(); i > 0; i--) {
                all.add(String.valueOf(lines.next("> ")).strip());
            }
        }
        return all;
    }
}
