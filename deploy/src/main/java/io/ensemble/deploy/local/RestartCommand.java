package io.ensemble.deploy.local;

import picocli.CommandLine.Command;

@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "Stops a member in order (SIGTERM), starts it, and waits until it serves.")
final class RestartCommand extends MemberCommand {
    RestartCommand() {
        super("serves again");
    }

    @Override
    void act(LocalEnsemble ensemble, LocalMember member) {
        ensemble.restart(member);
    }
}
