package io.ensemble.client.cli;

import io.ensemble.client.OneMember;
import io.ensemble.client.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A run of the command line against the tests' member, in this process: what it printed, and its exit code. */
public record CommandRun(int code, String out, String err) {

    public static CommandRun of(String... words) {
        return with("", words);
    }

    /** With something on standard input. */
    public static CommandRun with(String in, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        int end = all.contains("--") ? all.indexOf("--") : all.size();
        all.addAll(Math.min(end, 1), List.of("-c", OneMember.shared().grpc()));
        return bare(in, all);
    }

    /** Without saying where the ensemble is. */
    static CommandRun bare(String in, List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out, err, false);
        int code = Main.run(console, words.toArray(new String[0]));
        console.out().flush();
        console.err().flush();
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
