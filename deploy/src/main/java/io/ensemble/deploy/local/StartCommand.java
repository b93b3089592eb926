package io.ensemble.deploy.local;

import picocli.CommandLine.Command;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts a member that is down, and waits until it serves.")
final class StartCommand extends MemberCommand {
    StartCommand() {
        super("serves");
    }

    @Override
    void act(LocalEnsemble ensemble, LocalMember member) {
        ensemble.start(member);
    }
}
