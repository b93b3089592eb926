package io.ensemble.client.cli.tree;

import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.command.Stats;
import io.ensemble.client.cli.output.Bytes;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code find}. */
@Command(name = "find", description = "Prints the paths of a subtree's znodes that are as is asked, at one moment.")
public final class FindCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", arity = "0..1", description = "The top; / by default.")
    private String path = "/";

    @Option(names = "--name", paramLabel = "GLOB", description = "Named so: * any, ? one character, {a,b} either.")
    private @Nullable String name;

    @Option(names = "--data", paramLabel = "TEXT", description = "With this in its data.")
    private @Nullable String data;

    @Option(names = "--ephemeral", description = "Ephemerals.")
    private boolean ephemeral;

    @Option(
            names = "--owner",
            paramLabel = "SESSION",
            description = "The ephemerals of a session, 0x1234 for instance.")
    private @Nullable String owner;

    @Option(names = "--since", paramLabel = "ZXID", description = "Created or set behind this zxid.")
    private long since = -1;

    @Option(names = "--larger", paramLabel = "BYTES", description = "With more data than this.")
    private long larger = -1;

    @Option(names = "--below", description = "Not the top itself.")
    private boolean below;

    @Option(names = "--count", description = "Prints how many they are.")
    private boolean count;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws IOException, InterruptedException {
        PathMatcher matcher = matcher();
        long session = owner == null ? 0 : session(owner);
        long[] found = new long[1];
        try (Listing listing = Listing.of(context, path, Scope.SUBTREE, data != null);
                Printer printer = output.many(context.console())) {
            listing.forEach(entry -> {
                if (fits(entry, matcher, session)) {
                    found[0]++;
                    if (!count) {
                        print(context, printer, entry);
                    }
                }
            });
        }
        if (count) {
            context.console().out().println(found[0]);
        }
        return DONE;
    }

    private boolean fits(Entry entry, @Nullable PathMatcher matcher, long session) {
        return (matcher == null || !entry.name().isEmpty() && matcher.matches(Path.of(entry.name())))
                && (!below || !entry.path().equals(path))
                && (!ephemeral || entry.stat().ephemeralOwner() != 0)
                && (owner == null || entry.stat().ephemeralOwner() == session)
                && entry.stat().mzxid() > since
                && entry.stat().dataLength() > larger
                && (data == null || holds(entry, data));
    }

    private static boolean holds(Entry entry, String text) {
        byte[] bytes = entry.data() == null ? new byte[0] : entry.data();
        // As Latin-1 every byte is one character: no data is too odd to be searched.
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(new String(wanted, StandardCharsets.ISO_8859_1));
    }

    private void print(Context context, Printer printer, Entry entry) {
        if (output.isFree()) {
            context.console().out().println(entry.path());
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", entry.path());
        Stats.putShort(fields, entry.stat());
        if (data != null) {
            Bytes.put(fields, entry.data());
        }
        printer.print(fields);
    }

    private @Nullable PathMatcher matcher() {
        return name == null ? null : FileSystems.getDefault().getPathMatcher("glob:" + name);
    }

    private static long session(String text) {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a session, 0x1234 for instance: " + text, e);
        }
    }
}
