package io.ensemble.client.cli.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Lines that a person types at a terminal: completed, edited, remembered over runs (but for what has a password). */
final class TypedLines implements Lines {
    private static final int REMEMBERED_MAX = 10_000;

    private final Terminal terminal;
    private final LineReader reader;

    /** @param history null to remember nothing over runs */
    TypedLines(Terminal terminal, Parser parser, Completer completer, @Nullable Path history) {
        this.terminal = terminal;
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .appName("ensemble")
                .terminal(terminal)
                .parser(parser)
                .completer(completer)
                .variable(LineReader.HISTORY_IGNORE, "addauth *:*setAcl *:*--auth*")
                .variable(LineReader.HISTORY_SIZE, REMEMBERED_MAX)
                .variable(LineReader.HISTORY_FILE_SIZE, REMEMBERED_MAX)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "      ... ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.AUTO_LIST, true)
                .option(LineReader.Option.CASE_INSENSITIVE, false)
                .option(LineReader.Option.ERASE_LINE_ON_FINISH, false);
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        this.reader = builder.build();
        Thread shell = Thread.currentThread();
        // Ctrl-C while a command runs; while a line is typed the reader has it.
        terminal.handle(Terminal.Signal.INT, signal -> shell.interrupt());
    }

    @Override
    public @Nullable String next(String prompt) {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException e) {
            return "";
        } catch (EndOfFileException e) {
            return null;
        }
    }

    @Override
    public List<String> history() {
        List<String> all = new ArrayList<>();
        reader.getHistory().forEach(entry -> all.add(entry.line()));
        return all;
    }

    @Override
    public void printAbove(String line) {
        reader.printAbove(line);
    }

    @Override
    public void close() throws IOException {
        reader.getHistory().save();
        terminal.close();
    }
}
