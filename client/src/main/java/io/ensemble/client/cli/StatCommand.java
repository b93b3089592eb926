package io.ensemble.client.cli;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.client.Stat;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "stat", description = "Prints a znode's stat.")
final class StatCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH")
    private String path = "";

    @Override
    void run(Ensemble client) {
        Stat stat = client.exists(path)
                .orElseThrow(() -> new EnsembleException(Reason.NO_NODE, path, "create it, or its parent, first"));
        line("czxid", stat.czxid());
        line("mzxid", stat.mzxid());
        line("pzxid", stat.pzxid());
        line("ctime", Instant.ofEpochMilli(stat.ctimeMs()));
        line("mtime", Instant.ofEpochMilli(stat.mtimeMs()));
        line("version", stat.version());
        line("cversion", stat.cversion());
        line("aversion", stat.aversion());
        line("ephemeralOwner", "0x" + Long.toHexString(stat.ephemeralOwner()));
        line("dataLength", stat.dataLength());
        line("children", stat.childCount());
    }

    private void line(String name, Object value) {
        out().printf("%-15s %s%n", name, value);
    }
}
