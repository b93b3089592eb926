package io.ensemble.client.cli.command;

import io.ensemble.client.Acl;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code getAcl}. */
@Command(name = "getAcl", description = "Prints a znode's ACL, an entry a line.")
public final class GetAclCommand extends ClientCommand {
    @Parameters(paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(
            names = {"-s", "--stat"},
            description = "The stat behind it.")
    private boolean withStat;

    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) {
        try (Printer printer = output.many(context.console())) {
            for (Acl acl : context.client().acl(path)) {
                if (output.isFree()) {
                    context.console().out().println(AclText.text(acl));
                } else {
                    printer.print(fields(acl));
                }
            }
        }
        if (withStat) {
            context.client()
                    .exists(path)
                    .ifPresent(stat -> output.one(context.console()).print(Stats.fields(stat)));
        }
        return DONE;
    }

    private static Map<String, @Nullable Object> fields(Acl acl) {
        String text = AclText.text(acl);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("scheme", acl.scheme());
        fields.put("id", acl.id());
        fields.put("rights", text.substring(text.lastIndexOf(':') + 1));
        return fields;
    }
}
