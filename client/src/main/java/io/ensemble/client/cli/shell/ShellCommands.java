package io.ensemble.client.cli.shell;

import io.ensemble.client.cli.output.Console;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The commands that only a shell has, each of a few lines. */
public final class ShellCommands {
    private ShellCommands() {}

    /** New ones, for a shell. */
    public static List<Object> all() {
        return List.of(
                new QuitCommand(),
                new Help(),
                new History(),
                new Redo(),
                new AddAuth(),
                new Watches(),
                new Unwatch(),
                new PrintWatches(),
                new WhoAmI());
    }

    /** What they have in common. */
    abstract static class InShell {
        @ParentCommand
        private @Nullable Object parent;

        final Shell shell() {
            if (parent instanceof Shell shell) {
                return shell;
            }
            throw new IllegalStateException("in the shell only");
        }

        final Console console() {
            return shell().console();
        }
    }

    @Command(name = "help", description = "Lists the commands, or says more of one.")
    static final class Help extends InShell implements Runnable {
        @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Which one.")
        private @Nullable String command;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec == null) {
                throw new IllegalStateException("not run by picocli");
            }
            CommandLine all = spec.root().commandLine();
            if (command != null) {
                CommandLine one = all.getSubcommands().get(command);
                if (one == null) {
                    throw new IllegalArgumentException(
                            Spelling.NAMES.contains(command)
                                    ? command + " is as in ZooKeeper's shell"
                                    : "there is no command '" + command + "'; help lists them");
                }
                one.usage(console().out());
                return;
            }
            List<CommandLine> shown = new ArrayList<>();
            all.getSubcommands().values().forEach(each -> {
                if (!shown.contains(each)) {
                    shown.add(each);
                    String[] lines = each.getCommandSpec().usageMessage().description();
                    console().out().printf("%-14s %s%n", each.getCommandName(), lines.length == 0 ? "" : lines[0]);
                }
            });
            console()
                    .out()
                    .println("and, as in ZooKeeper's shell, " + String.join(", ", Spelling.NAMES)
                            + ". COMMAND --help says more.");
        }
    }

    @Command(name = "history", description = "Prints the lines before.")
    static final class History extends InShell implements Runnable {
        private static final int SHOWN_MAX = 50;

        @Override
        public void run() {
            List<String> lines = shell().history();
            for (int i = Math.max(0, lines.size() - SHOWN_MAX); i < lines.size(); i++) {
                console().out().println(i + 1 + " - " + lines.get(i));
            }
        }
    }

    @Command(name = "redo", description = "Does a line of the history again.")
    static final class Redo extends InShell implements java.util.concurrent.Callable<Integer> {
        @Parameters(paramLabel = "NUMBER", description = "As history prints it.")
        private int number;

        @Override
        public Integer call() {
            List<String> lines = shell().history();
            if (number < 1 || number > lines.size()) {
                throw new IllegalArgumentException("the history has no line " + number);
            }
            String line = lines.get(number - 1);
            if (line.strip().startsWith("redo")) {
                throw new IllegalArgumentException("line " + number + " is itself a redo");
            }
            console().out().println(line);
            return shell().execute(line);
        }
    }

    @Command(
            name = "addauth",
            description = "From now on this session is also that user: addauth digest USER:PASSWORD.")
    static final class AddAuth extends InShell implements Runnable {
        @Parameters(index = "0", paramLabel = "SCHEME", description = "digest.")
        private String scheme = "";

        @Parameters(index = "1", paramLabel = "USER:PASSWORD", description = "Who.")
        private String who = "";

        @Override
        public void run() {
            int colon = who.indexOf(':');
            if (!scheme.equals("digest") || colon <= 0) {
                throw new IllegalArgumentException("addauth digest USER:PASSWORD");
            }
            shell().client().authenticate(who.substring(0, colon), who.substring(colon + 1));
        }
    }

    @Command(name = "watches", description = "Lists the watches that go on.")
    static final class Watches extends InShell implements Runnable {
        @Override
        public void run() {
            shell().watched().forEach((number, what) -> console().out().println(number + " " + what));
        }
    }

    @Command(name = "unwatch", description = "Ends a watch, by its number or its path.")
    static final class Unwatch extends InShell implements Runnable {
        @Parameters(paramLabel = "NUMBER|PATH", description = "As watches prints it.")
        private String which = "";

        @Override
        public void run() {
            List<Integer> its = shell().watched().entrySet().stream()
                    .filter(each -> each.getKey().toString().equals(which)
                            || each.getValue().startsWith(which + " "))
                    .map(java.util.Map.Entry::getKey)
                    .toList();
            if (its.isEmpty()) {
                throw new IllegalArgumentException("there is no watch " + which + "; watches lists them");
            }
            its.forEach(shell()::unwatch);
        }
    }

    @Command(name = "printwatches", description = "Whether what watches tell is printed: on or off.")
    static final class PrintWatches extends InShell implements Runnable {
        @Parameters(paramLabel = "on|off", description = "Which.")
        private String which = "";

        @Override
        public void run() {
            if (!which.equals("on") && !which.equals("off")) {
                throw new IllegalArgumentException("printwatches on, or printwatches off");
            }
            shell().tellWatches(which.equals("on"));
        }
    }

    @Command(name = "whoami", description = "Prints the session, and the members that it may be at.")
    static final class WhoAmI extends InShell implements Runnable {
        @Override
        public void run() {
            String session = Long.toHexString(shell().client().sessionId());
            console().out().println("session 0x" + session + " of " + shell().members());
        }
    }
}
