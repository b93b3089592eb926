package io.ensemble.deploy.local;

import picocli.CommandLine.Command;

@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Makes a member stand still (SIGSTOP), its connections open.")
final class PauseCommand extends MemberCommand {
    PauseCommand() {
        super("is paused");
    }

    @Override
    void act(LocalEnsemble ensemble, LocalMember member) {
        member.pause();
    }
}
