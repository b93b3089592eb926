package io.ensemble.client.cli.command;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Watch;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watch}. */
@Command(
        name = "watch",
        description =
                "Prints changes as they come, one a line: kind, zxid, path, data. Ends with Ctrl-C; in the shell it "
                        + "goes on beside other commands.")
public final class WatchCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            description = "${COMPLETION-CANDIDATES}, with a comma between for more than one. SUBTREE by default.")
    private List<Scope> scopes = List.of(Scope.SUBTREE);

    @Option(names = "--listing", description = "First what is there.")
    private boolean listing;

    @Option(names = "--from", paramLabel = "ZXID", description = "Changes behind this zxid.")
    private long from = WatchOptions.NOW;

    @Option(names = "--count", paramLabel = "N", description = "Ends behind so many lines.")
    private long count = Long.MAX_VALUE;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws InterruptedException {
        if (!path.startsWith("/")) {
            throw new EnsembleException(Reason.BAD_ARGUMENTS, path, "a path begins with /");
        }
        if (listing && from != WatchOptions.NOW) {
            throw new IllegalArgumentException("--listing or --from, not both");
        }
        CountDownLatch done = new CountDownLatch(1);
        List<Watch> open = new ArrayList<>();
        Watch all = () -> open.forEach(Watch::close);
        for (Scope scope : scopes) {
            open.add(watch(context, scope, done));
        }
        if (context.isShell()) {
            context.keep(path + " " + scopes, all);
            return DONE;
        }
        try (all) {
            done.await();
        }
        return DONE;
    }

    private Watch watch(Context context, Scope scope, CountDownLatch done) {
        WatchOptions what = listing
                ? WatchOptions.of(scope).withListing()
                : WatchOptions.of(scope).from(from);
        Ensemble client = context.client();
        return client.watch(path, what, event -> {
            if (count > 0) {
                print(context, event);
                count--;
                if (count == 0 || event.kind() == WatchEvent.Kind.ENDED) {
                    done.countDown();
                }
            }
        });
    }

    private void print(Context context, WatchEvent event) {
        if (output.isFree()) {
            context.notice((context.isShell() ? "watch: " : "") + Events.line(event, context.console()));
            return;
        }
        try (Printer printer = output.many(context.console())) {
            printer.print(Events.fields(event));
        }
    }
}
