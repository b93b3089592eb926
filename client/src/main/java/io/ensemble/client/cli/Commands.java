package io.ensemble.client.cli;

import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.CreateCommand;
import io.ensemble.client.cli.command.Failures;
import io.ensemble.client.cli.command.GetAclCommand;
import io.ensemble.client.cli.command.GetCommand;
import io.ensemble.client.cli.command.Root;
import io.ensemble.client.cli.command.SetAclCommand;
import io.ensemble.client.cli.command.SetCommand;
import io.ensemble.client.cli.command.StatCommand;
import io.ensemble.client.cli.command.StatusCommand;
import io.ensemble.client.cli.command.SyncCommand;
import io.ensemble.client.cli.command.WatchCommand;
import io.ensemble.client.cli.hold.ElectCommand;
import io.ensemble.client.cli.hold.LockCommand;
import io.ensemble.client.cli.output.Console;
import io.ensemble.client.cli.shell.ShCommand;
import io.ensemble.client.cli.shell.ShellCommands;
import io.ensemble.client.cli.tree.DeleteCommand;
import io.ensemble.client.cli.tree.DuCommand;
import io.ensemble.client.cli.tree.ExportCommand;
import io.ensemble.client.cli.tree.FindCommand;
import io.ensemble.client.cli.tree.ImportCommand;
import io.ensemble.client.cli.tree.ListCommand;
import io.ensemble.client.cli.tree.TreeCommand;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Which commands there are: all of the command line's, and the shell's. Stateless. */
final class Commands {
    private Commands() {}

    private static List<ClientCommand> common() {
        return List.of(
                new GetCommand(),
                new SetCommand(),
                new CreateCommand(),
                new DeleteCommand(),
                new ListCommand(),
                new StatCommand(),
                new WatchCommand(),
                new TreeCommand(),
                new FindCommand(),
                new DuCommand(),
                new GetAclCommand(),
                new SetAclCommand(),
                new SyncCommand(),
                new ExportCommand(),
                new ImportCommand(),
                new StatusCommand());
    }

    /** A command a run: each says itself where the ensemble is. */
    static CommandLine line(Root root) {
        CommandLine line = new CommandLine(root);
        List<ClientCommand> all = new ArrayList<>(common());
        // They wait, and have the terminal to their program: no commands of a shell.
        all.addAll(List.of(new LockCommand(), new ElectCommand()));
        for (ClientCommand command : all) {
            CommandSpec spec = CommandSpec.forAnnotatedObject(command);
            spec.addMixin("connection", CommandSpec.forAnnotatedObject(command.connection()));
            line.addSubcommand(spec);
        }
        line.addSubcommand(new ShCommand(Commands::shell));
        line.addSubcommand(new CompletionCommand());
        return set(line, root.console(), "ensemble ");
    }

    /** Within a shell. */
    static CommandLine shell(Root shell) {
        CommandLine line = new CommandLine(shell);
        common().forEach(line::addSubcommand);
        ShellCommands.all().forEach(line::addSubcommand);
        return set(line, shell.console(), "");
    }

    private static CommandLine set(CommandLine line, Console console, String program) {
        line.setOut(console.out());
        line.setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // @FILE is data in a file, not more words.
        line.setExpandAtFiles(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                console.isTerminal() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        Failures.sayOn(line, console, program);
        return line;
    }
}
