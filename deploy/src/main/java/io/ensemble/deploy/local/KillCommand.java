package io.ensemble.deploy.local;

import picocli.CommandLine.Command;

@Command(name = "kill", mixinStandardHelpOptions = true, description = "Kills a member at once (SIGKILL).")
final class KillCommand extends MemberCommand {
    KillCommand() {
        super("is killed");
    }

    @Override
    void act(LocalEnsemble ensemble, LocalMember member) {
        member.kill();
    }
}
