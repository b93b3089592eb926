package io.ensemble.client.cli.tree;

import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}. */
@Command(
        name = "export",
        description = {
            "Writes a subtree as it is at one zxid, with data and ACLs: a line of JSON that says what it is, and one for each "
                    + "znode, parents first. import makes znodes of it again.",
            "Versions and times are not in it. Containers and znodes with a time to live come as persistent ones, for the "
                    + "ensemble tells nobody what they are. /zookeeper is the ensemble's own, and left out."
        })
public final class ExportCommand extends ClientCommand {
    private static final int LISTINGS_MAX = 10;

    @Parameters(paramLabel = "PATH", description = "The top.")
    private String path = "";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "To this file, which must not be there yet. Else to standard output.")
    private @Nullable Path file;

    @Option(names = "--readable", description = "Only what may be read; else it fails where something may not.")
    private boolean readable;

    @Override
    protected int run(Context context) throws IOException, InterruptedException {
        ListedAcls acls = new ListedAcls(context.client());
        for (int tries = 0; tries < LISTINGS_MAX; tries++) {
            try (Listing listing = Listing.of(context, path, Scope.SUBTREE, true)) {
                long znodes = count(context, listing);
                if (read(context, acls, listing)) {
                    write(context, acls, listing, new ExportHeader(path, listing.zxid(), znodes));
                    return DONE;
                }
            }
        }
        throw new EnsembleException(
                Reason.TIMED_OUT, path, "ACLs change faster than they can be read: try again when less is going on");
    }

    private long count(Context context, Listing listing) throws IOException {
        Readable all = new Readable(path);
        long[] znodes = new long[1];
        listing.forEach(entry -> znodes[0] += all.take(entry) ? 1 : 0);
        if (all.hidden() > 0) {
            String what = all.hidden() + " znodes may not be read, the first of them there";
            if (!readable) {
                throw new EnsembleException(
                        Reason.NO_AUTH,
                        all.firstHidden(),
                        what + ": show who may (--auth), or take what may (--readable)");
            }
            context.console().err().println("ensemble: left out: " + what + ": " + all.firstHidden());
        }
        return znodes[0];
    }

    private static boolean read(Context context, ListedAcls acls, Listing listing) throws IOException {
        try (Progress progress = new Progress(context.console(), "ACLs read")) {
            return acls.read(listing, progress);
        }
    }

    private void write(Context context, ListedAcls acls, Listing listing, ExportHeader header) throws IOException {
        if (file == null) {
            write(context, acls, listing, header, context.console().out());
            return;
        }
        PrintWriter to =
                new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW));
        try (to) {
            write(context, acls, listing, header, to);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        context.console().err().println("exported " + header.znodes() + " znodes at zxid " + header.zxid());
    }

    private void write(Context context, ListedAcls acls, Listing listing, ExportHeader header, PrintWriter to)
            throws IOException {
        Readable all = new Readable(path);
        long[] done = new long[1];
        // Newlines are the same on every system: so are the bytes.
        to.print(ExportLines.line(header) + "\n");
        try (Progress progress = new Progress(context.console(), "znodes written")) {
            listing.forEach(entry -> {
                if (all.take(entry)) {
                    long owner = entry.stat().ephemeralOwner();
                    to.print(ExportLines.line(new ExportedZnode(entry.path(), entry.data(), acls.of(entry), owner))
                            + "\n");
                    progress.done(++done[0]);
                }
            });
        }
        to.flush();
        if (to.checkError()) {
            throw new IOException("not all could be written");
        }
    }
}
