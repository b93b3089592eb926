package io.ensemble.client.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The launcher's commands that are other programs: known here by name, so that they are completed too. Stateless. */
final class Programs {
    private static final Map<String, List<String>> NAMES = new TreeMap<>(Map.of(
            "local", List.of("stop", "status", "kill", "pause", "resume", "start", "restart", "wipe"),
            "members", List.of("list", "add", "remove", "replace"),
            "server", List.of(),
            "dump", List.of(),
            "sim", List.of(),
            "diff", List.of(),
            "chaos", List.of(),
            "drill", List.of(),
            "bench", List.of()));

    private Programs() {}

    /** Adds them, as commands that are nothing but names. */
    static void nameIn(CommandLine line) {
        NAMES.forEach((name, words) -> {
            CommandSpec spec = CommandSpec.create().name(name);
            words.forEach(word -> spec.addSubcommand(word, CommandSpec.create().name(word)));
            line.addSubcommand(name, spec);
        });
    }
}
