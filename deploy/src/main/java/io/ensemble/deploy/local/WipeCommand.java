package io.ensemble.deploy.local;

import picocli.CommandLine.Command;

@Command(
        name = "wipe",
        mixinStandardHelpOptions = true,
        description =
                "Deletes the data of a member that is down, as if its disk was lost; start it, and the others take it"
                        + " back.")
final class WipeCommand extends MemberCommand {
    WipeCommand() {
        super("has no data any more");
    }

    @Override
    void act(LocalEnsemble ensemble, LocalMember member) {
        if (member.isRunning()) {
            throw new LocalException("member " + member.number() + " is running: kill it first");
        }
        member.files().deleteState();
    }
}
