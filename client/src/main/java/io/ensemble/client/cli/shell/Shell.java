package io.ensemble.client.cli.shell;

import io.ensemble.client.Ensemble;
import io.ensemble.client.SessionEvent;
import io.ensemble.client.Watch;
import io.ensemble.client.cli.command.Connection;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.command.Failures;
import io.ensemble.client.cli.command.Root;
import io.ensemble.client.cli.output.Console;
import io.ensemble.client.cli.output.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.SyntaxError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The shell: one session, and one command after the other over it. Confined to its thread, but for what watches and the
 * session tell.
 */
@Command(name = "sh", description = "Commands over one session. quit ends it.")
final class Shell implements Root, Context {
    private final Connection connection;
    private final Ensemble client;
    private final Console console;
    private final Function<Root, CommandLine> commands;
    private final Parser parser;
    private final Map<Integer, Watch> watches = new TreeMap<>();
    private final Map<Integer, String> watched = new TreeMap<>();
    private final long firstSession;
    private @Nullable Lines lines;
    private int lastWatch;
    private boolean ended;
    private volatile boolean tellsWatches = true;
    private volatile SessionEvent.State state = SessionEvent.State.CONNECTED;

    Shell(
            Connection connection,
            Ensemble client,
            Console console,
            Parser parser,
            Function<Root, CommandLine> commands) {
        this.connection = connection;
        this.client = client;
        this.console = console;
        this.parser = parser;
        this.commands = commands;
        this.firstSession = client.sessionId();
        client.onSession(this::session);
    }

    /**
     * Takes line after line.
     *
     * @param stops whether a command that fails is the last one
     * @return the exit code of the first command that failed
     */
    int run(Lines from, boolean stops) throws IOException {
        lines = from;
        int code = 0;
        while (!ended) {
            String line = from.next(prompt());
            if (line == null) {
                return code;
            }
            int its = execute(line);
            code = code == 0 ? its : code;
            if (stops && its != 0) {
                return code;
            }
        }
        return code;
    }

    private String prompt() {
        String about = state == SessionEvent.State.SUSPENDED || state == SessionEvent.State.EXPIRED
                ? console.styled(Style.BAD, " (no member)")
                : "";
        return console.styled(Style.STRONG, "ensemble") + about + "> ";
    }

    /** Does what a line says; what watches have told by then is printed when it returns. */
    int execute(String line) {
        String given = line.strip();
        if (given.isEmpty() || given.startsWith("#")) {
            return 0;
        }
        try {
            ParsedLine words = parser.parse(given, given.length(), Parser.ParseContext.ACCEPT_LINE);
            List<String> translated = Spelling.translate(words.words(), client.sessionId());
            int code = commands.apply(this).execute(translated.toArray(new String[0]));
            client.settle();
            return code;
        } catch (SyntaxError e) {
            return Failures.failed(new IllegalArgumentException("a quote is not closed: " + given), console);
        } catch (RuntimeException e) {
            return Failures.failed(e, console);
        } finally {
            // Ctrl-C was for the command.
            Thread.interrupted();
            console.out().flush();
        }
    }

    private void session(SessionEvent event) {
        state = event.state();
        String line = switch (event.state()) {
            case SUSPENDED ->
                "session: no member is connected; requests wait. It lives on for "
                        + event.certain().toSeconds() + " s at least";
            case RESUMED -> "session: connected again";
            case EXPIRED -> "session: expired, with its ephemerals; another one is opened, watches go on in it";
            case CONNECTED ->
                event.sessionId() == firstSession ? "" : "session: opened, 0x" + Long.toHexString(event.sessionId());
            case CLOSED -> "";
        };
        if (!line.isEmpty() && console.isTerminal()) {
            print(console.styled(Style.CHANGED, line));
        } else if (!line.isEmpty()) {
            console.err().println(line);
        }
    }

    private void print(String line) {
        Lines to = lines;
        if (to == null) {
            console.out().println(line);
        } else {
            to.printAbove(line);
        }
    }

    void end() {
        ended = true;
    }

    void tellWatches(boolean tells) {
        tellsWatches = tells;
    }

    List<String> history() {
        return lines == null ? List.of() : lines.history();
    }

    /** The watches that are kept, by their numbers. */
    Map<Integer, String> watched() {
        return watched;
    }

    boolean unwatch(int number) {
        Watch watch = watches.remove(number);
        if (watch != null) {
            watch.close();
            watched.remove(number);
        }
        return watch != null;
    }

    @Override
    public Ensemble client() {
        return client;
    }

    @Override
    public String members() {
        return connection.members();
    }

    @Override
    public Duration patience() {
        return connection.patience();
    }

    @Override
    public Console console() {
        return console;
    }

    @Override
    public Context shell() {
        return this;
    }

    @Override
    public boolean isShell() {
        return true;
    }

    @Override
    public void notice(String line) {
        if (tellsWatches) {
            print(line);
        }
    }

    @Override
    public void keep(String what, Watch watch) {
        watches.put(++lastWatch, watch);
        watched.put(lastWatch, what);
        console.out().println("watch " + lastWatch + " on " + what + "; unwatch " + lastWatch + " ends it");
    }
}
