package io.ensemble.deploy.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that does one thing to one member, and says so when it is done. */
abstract class MemberCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(index = "0", paramLabel = "MEMBER", description = "number of the member: 1, 2, 3, ...")
    private int number;

    private final String done;

    MemberCommand(String done) {
        this.done = done;
    }

    abstract void act(LocalEnsemble ensemble, LocalMember member);

    @Override
    public final Integer call() {
        LocalEnsemble ensemble = data.ensemble();
        LocalMember member = ensemble.member(number);
        String before = member.pid().map(pid -> " (pid " + pid + ")").orElse("");
        act(ensemble, member);
        System.out.println("member " + number + " " + done + before);
        return 0;
    }
}
