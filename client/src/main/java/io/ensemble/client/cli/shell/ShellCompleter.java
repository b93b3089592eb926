package io.ensemble.client.cli.shell;

import io.ensemble.client.Ensemble;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completes commands, their options and the values of these, and paths of the live tree. Confined to the shell's thread. */
final class ShellCompleter implements Completer {
    private final CommandLine commands;
    private final PathCompleter paths;

    ShellCompleter(CommandLine commands, Ensemble client) {
        this.commands = commands;
        this.paths = new PathCompleter(client);
    }

    @Override
    public void complete(@Nullable LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word =
                line.word().substring(0, Math.min(line.wordCursor(), line.word().length()));
        if (line.wordIndex() == 0) {
            commands(candidates);
            return;
        }
        CommandLine command = commands.getSubcommands().get(line.words().get(0));
        OptionSpec before = command == null
                ? null
                : command.getCommandSpec().findOption(line.words().get(line.wordIndex() - 1));
        if (before != null && before.arity().max() > 0) {
            values(before, candidates);
        } else if (word.startsWith("-") && command != null) {
            options(command, candidates);
        } else if (line.words().get(0).equals("help")) {
            commands(candidates);
        } else if (word.isEmpty() || word.startsWith("/")) {
            paths.complete(word, candidates);
        }
    }

    private void commands(List<Candidate> candidates) {
        commands.getSubcommands().forEach((name, command) -> candidates.add(candidate(name, description(command))));
        Spelling.NAMES.forEach(name -> candidates.add(candidate(name, "as in ZooKeeper's shell")));
    }

    private static @Nullable String description(CommandLine command) {
        String[] lines = command.getCommandSpec().usageMessage().description();
        return lines.length == 0 ? null : lines[0];
    }

    private static void options(CommandLine command, List<Candidate> candidates) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            String text = option.description().length == 0 ? null : option.description()[0];
            candidates.add(candidate(option.longestName(), text));
        }
    }

    private static void values(OptionSpec option, List<Candidate> candidates) {
        Iterable<String> values = option.completionCandidates();
        if (values != null) {
            values.forEach(value -> candidates.add(candidate(value, null)));
        }
    }

    private static Candidate candidate(String value, @Nullable String description) {
        return new Candidate(value, value, null, description, null, null, true);
    }
}
