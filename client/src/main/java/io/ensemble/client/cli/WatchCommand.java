package io.ensemble.client.cli;

import io.ensemble.client.Ensemble;
import io.ensemble.client.Watch;
import io.ensemble.client.WatchEvent;
import io.ensemble.client.WatchOptions;
import io.ensemble.client.WatchOptions.Scope;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = "Prints changes as they come, one a line: kind, zxid, path, data. Ends with Ctrl-C.")
final class WatchCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH")
    private String path = "";

    @Option(names = "--scope", description = "${COMPLETION-CANDIDATES}. ${DEFAULT-VALUE} by default.")
    private Scope scope = Scope.SUBTREE;

    @Option(names = "--listing", description = "First what is there.")
    private boolean listing;

    @Option(names = "--from", paramLabel = "ZXID", description = "Changes behind this zxid.")
    private long from = WatchOptions.NOW;

    @Option(names = "--count", paramLabel = "N", description = "Ends behind so many lines.")
    private long count = Long.MAX_VALUE;

    @Override
    void run(Ensemble client) throws InterruptedException {
        WatchOptions what = listing
                ? WatchOptions.of(scope).withListing()
                : WatchOptions.of(scope).from(from);
        CountDownLatch done = new CountDownLatch(1);
        try (Watch watch = client.watch(path, what, event -> {
            if (count > 0) {
                print(event);
                if (--count == 0) {
                    done.countDown();
                }
            }
        })) {
            done.await();
        }
    }

    private void print(WatchEvent event) {
        out().println((event.kind() + " " + event.zxid() + " " + event.path() + " " + event.text()).stripTrailing());
    }
}
