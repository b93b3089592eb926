package io.ensemble.deploy.local;

import picocli.CommandLine.Command;

@Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a paused member go on (SIGCONT).")
final class ResumeCommand extends MemberCommand {
    ResumeCommand() {
        super("goes on");
    }

    @Override
    void act(LocalEnsemble ensemble, LocalMember member) {
        member.resume();
    }
}
