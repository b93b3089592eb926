package io.ensemble.deploy.local;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an attached launcher does while its ensemble runs: it says which member has ended, and which is back. */
final class Watch {
    private final LocalEnsemble ensemble;
    private final PrintStream out;
    private final Map<Integer, Optional<Long>> known = new HashMap<>();

    Watch(LocalEnsemble ensemble, PrintStream out) {
        this.ensemble = ensemble;
        this.out = out;
        ensemble.members().forEach(member -> known.put(member.number(), member.pid()));
    }

    /** Returns once the ensemble is stopped, here or elsewhere; a member that was killed may yet be started again. */
    void untilStopped() {
        while (ensemble.isWanted() && !ensemble.isStopping()) {
            ensemble.members().forEach(this::look);
            if (!Waiting.pause()) {
                return;
            }
        }
        if (ensemble.isStopping()) {
            return;
        }
        out.println("stopped by ./ensemble local stop");
    }

    private void look(LocalMember member) {
        Optional<Long> now = member.pid();
        Optional<Long> before = known.put(member.number(), now);
        if (now.equals(before) || ensemble.isStopping()) {
            return;
        }
        now.ifPresentOrElse(
                pid -> out.println("member " + member.number() + " started, pid " + pid),
                () -> out.println("member " + member.number() + " ended: "
                        + member.files().lastWords() + "; ./ensemble local start " + member.number()));
    }
}
