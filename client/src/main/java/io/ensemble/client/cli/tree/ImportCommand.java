package io.ensemble.client.cli.tree;

import io.ensemble.client.CreateMode;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.cli.command.ClientCommand;
import io.ensemble.client.cli.command.Context;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import io.ensemble.client.cli.output.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}. */
@Command(
        name = "import",
        description = {
            "Makes the znodes of an export again, with their data and ACLs. The export is checked as a whole, and what is "
                    + "there already is looked at, before anything is written.",
            "It is written in multis, each done as a whole, parents first: one that was cut short goes on with --resume. "
                    + "Ephemerals are left out."
        })
public final class ImportCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The export; - or nothing reads standard input.")
    private String file = "-";

    @Option(names = "--to", paramLabel = "PATH", description = "Where its top goes. Else where it was.")
    private @Nullable String to;

    @Option(
            names = {"-p", "--parents"},
            description = "Makes the parents of the top, where they are not there.")
    private boolean parents;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Says what would be done, and does nothing.")
    private boolean dryRun;

    @Option(names = "--resume", description = "Znodes that are there with the same data and ACL are in nobody's way.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Znodes that are there get the data and the ACL of the export.")
    private boolean overwrite;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "500",
            description = "Operations in a multi, at most. ${DEFAULT-VALUE}; and 128 KiB, or one znode.")
    private int batch;

    @Mixin
    private Output output = new Output();

    /** Where the export is read from, as often as is needed. */
    private interface Source {
        InputStream open() throws IOException;
    }

    @Override
    protected int run(Context context) throws IOException {
        if (batch < 1) {
            throw new IllegalArgumentException("--batch must be 1 or more");
        }
        if (resume && overwrite) {
            throw new IllegalArgumentException("--resume or --overwrite, not both");
        }
        if (!file.equals("-")) {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw new IOException(file + " is a directory");
            }
            return run(context, () -> Files.newInputStream(path));
        }
        InputStream in = context.console().in();
        if (in == null) {
            throw new IllegalArgumentException("the shell's commands come from standard input; name a file");
        }
        try (Spool spool = new Spool(Spool.MEMORY_BYTES_MAX)) {
            in.transferTo(spool);
            return run(context, spool::open);
        }
    }

    private int run(Context context, Source source) throws IOException {
        ImportPlan plan = plan(context, source);
        Batches batches = new Batches(context.client(), batch);
        if (!dryRun) {
            write(context, source, plan, batches);
        }
        print(context, plan, batches);
        return DONE;
    }

    private ImportPlan plan(Context context, Source source) throws IOException {
        Existing existing = overwrite ? Existing.OVERWRITE : resume ? Existing.RESUME : Existing.REFUSE;
        try (ExportReader reader = new ExportReader(source.open());
                Progress progress = new Progress(context.console(), "znodes checked")) {
            ImportPlan plan = new ImportPlan(
                    context.client(), existing, target(reader, reader.header().path()));
            long done = 0;
            for (ExportedZnode znode = reader.next(); znode != null; znode = reader.next()) {
                plan.add(znode, target(reader, znode.path()));
                progress.done(++done);
            }
            plan.end();
            return plan;
        } catch (EnsembleException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("not an export that can be read: " + e.getMessage(), e);
        }
    }

    private void write(Context context, Source source, ImportPlan plan, Batches batches) throws IOException {
        try (ExportReader reader = new ExportReader(source.open());
                Progress progress = new Progress(context.console(), "znodes written")) {
            String above = Readable.parent(target(reader, reader.header().path()));
            if (parents && !above.equals("/")) {
                context.client().ensure(above, CreateMode.PERSISTENT);
            }
            int number = 0;
            for (ExportedZnode znode = reader.next(); znode != null; znode = reader.next()) {
                List<io.ensemble.client.Op> ops = plan.ops(number++, znode, target(reader, znode.path()));
                if (!ops.isEmpty()) {
                    batches.add(ops);
                    progress.done(batches.doneZnodes());
                }
            }
            batches.end();
        } catch (EnsembleException e) {
            context.console()
                    .err()
                    .println("ensemble: cut short behind " + batches.doneZnodes()
                            + " znodes at least; --resume goes on there");
            throw e;
        }
    }

    private String target(ExportReader reader, String path) {
        String top = reader.header().path();
        if (to == null || to.equals(top)) {
            return path;
        }
        String below = path.equals(top) ? "" : top.equals("/") ? path : path.substring(top.length());
        String target = to.equals("/") ? below : to + below;
        return target.isEmpty() ? "/" : target;
    }

    private void print(Context context, ImportPlan plan, Batches batches) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("created", plan.created());
        fields.put("changed", plan.changed());
        fields.put("same", plan.same());
        fields.put("ephemerals", plan.ephemerals());
        fields.put("multis", batches.doneBatches());
        fields.put("done", !dryRun);
        if (!output.isFree()) {
            try (Printer printer = output.one(context.console())) {
                printer.print(fields);
            }
            return;
        }
        context.console()
                .out()
                .println((dryRun ? "would create " : "created ") + plan.created() + " znodes, "
                        + (dryRun ? "change " : "changed ") + plan.changed() + "; " + plan.same()
                        + " are there and the same; " + plan.ephemerals() + " ephemerals are left out");
    }
}
