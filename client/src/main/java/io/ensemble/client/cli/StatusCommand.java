package io.ensemble.client.cli;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.Status;
import io.ensemble.client.StatusRequests;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Prints what each member knows of itself, one a line. Needs no majority.")
final class StatusCommand extends ClientCommand {
    private static final int NO_ANSWER = 7;

    @Override
    public Integer call() {
        int code = 0;
        for (String address : StatusRequests.members(members())) {
            try {
                out().println(address + " " + line(StatusRequests.of(address, patience())));
            } catch (EnsembleException e) {
                out().println(address + " no answer");
                code = NO_ANSWER;
            }
        }
        return code;
    }

    private static String line(Status s) {
        String role = !s.serving() ? "not serving" : s.leader() == s.member() ? "leader" : "follower";
        return "member=" + s.member() + " role=" + role.replace(' ', '-') + " leader=" + s.leader() + " term="
                + s.term()
                + " zxid=" + s.zxid() + " index=" + s.appliedIndex() + " znodes=" + s.znodes() + " sessions="
                + s.sessions() + " voters=" + s.voters() + " version=" + s.version();
    }

    @Override
    void run(Ensemble client) {
        throw new IllegalStateException("no session is needed");
    }
}
