package io.ensemble.client.cli.command;

import io.ensemble.client.EnsembleException;
import io.ensemble.client.Status;
import io.ensemble.client.StatusRequests;
import io.ensemble.client.cli.output.Output;
import io.ensemble.client.cli.output.Printer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}. */
@Command(name = "status", description = "Prints what each member knows of itself, one a line. Needs no majority.")
public final class StatusCommand extends ClientCommand {
    @Mixin
    private Output output = new Output();

    @Override
    protected int run(Context context) {
        int code = DONE;
        try (Printer printer = output.many(context.console())) {
            for (String address : StatusRequests.members(context.members())) {
                Status status = null;
                try {
                    status = StatusRequests.of(address, context.patience());
                } catch (EnsembleException e) {
                    code = Failures.NO_ANSWER;
                }
                printer.print(fields(address, status));
            }
        }
        return code;
    }

    private static Map<String, @Nullable Object> fields(String address, @Nullable Status s) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("address", address);
        fields.put("member", s == null ? null : s.member());
        fields.put("role", s == null ? "no-answer" : role(s));
        fields.put("leader", s == null ? null : s.leader());
        fields.put("term", s == null ? null : s.term());
        fields.put("zxid", s == null ? null : s.zxid());
        fields.put("index", s == null ? null : s.appliedIndex());
        fields.put("znodes", s == null ? null : s.znodes());
        fields.put("sessions", s == null ? null : s.sessions());
        fields.put("voters", s == null ? null : s.voters());
        fields.put("version", s == null ? null : s.version());
        return fields;
    }

    private static String role(Status s) {
        return !s.serving() ? "not-serving" : s.leader() == s.member() ? "leader" : "follower";
    }
}
