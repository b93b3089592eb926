package io.ensemble.client.cli.command;

import io.ensemble.client.Data;
import io.ensemble.client.ReadMode;
import io.ensemble.client.cli.output.Bytes;
import io.ensemble.client.cli.output.Console;
import io.ensemble.client.cli.output.Format;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get}. */
@Command(name = "get", description = "Prints a znode's data.")
public final class GetCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(
            names = {"-s", "--stat"},
            description = "The stat behind it.")
    private boolean withStat;

    @Option(
            names = {"-w", "--watch"},
            description = "Then the next change of it. Waits for that, but in the shell.")
    private boolean watch;

    @Option(
            names = {"-b", "--base64"},
            description = "In base64.")
    private boolean base64;

    @Option(
            names = {"-x", "--hex"},
            description = "In hexadecimal.")
    private boolean hex;

    @Option(names = "--linearizable", description = "Nothing older than what anybody was told before.")
    private boolean linearizable;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) throws IOException, InterruptedException {
        Data data = context.client().get(path, linearizable ? ReadMode.LINEARIZABLE : ReadMode.LOCAL);
        Console console = context.console();
        byte[] bytes = data.bytes() == null ? new byte[0] : data.bytes();
        if (output.format() == Format.RAW) {
            console.write(bytes);
        } else if (!output.isFree()) {
            record(console, data);
        } else {
            plain(console, bytes);
            if (withStat) {
                output.one(console).print(Stats.fields(data.stat()));
            }
        }
        if (watch) {
            OnceWatch.znode(context.client(), path, data.zxid()).goOn(context);
        }
        return DONE;
    }

    private void record(Console console, Data data) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", path);
        Bytes.put(fields, data.bytes());
        fields.put("zxid", data.zxid());
        Stats.put(fields, data.stat());
        try (Printer printer = output.one(console)) {
            printer.print(fields);
        }
    }

    /** Text as it is; for a person no bytes that would upset the terminal. */
    private void plain(Console console, byte[] bytes) throws IOException {
        if (base64) {
            console.out().println(Bytes.base64(bytes));
        } else if (hex || console.isTerminal() && Bytes.text(bytes) == null) {
            console.out().print(Bytes.dump(bytes));
            console.out().flush();
        } else {
            console.write(bytes);
            console.out().println();
        }
    }
}
