package io.ensemble.chaos.chaos.plant;

import java.util.List;

/** Bugs of how long sessions live. */
final class SessionPlants {
    static final List<Plant> ALL = List.of(
            Plant.of(
                            "wall-clock-expiry",
                            "the leader measures silence by the wall clock",
                            Edit.server(
                                    "session/LeaderTime",
                                    "long now = clock.nanoTime();",
                                    "long now = clock.wallTimeMs() * 1_000_000L;"),
                            Edit.server(
                                    "session/LeaderTime",
                                    "boolean stopped = step > stepNanosMax;",
                                    "boolean stopped = false;"))
                    .under("clock-jump", "clock-strobe"),
            Plant.of(
                    "session-immortal",
                    "no session expires",
                    Edit.server(
                            "session/SessionExpiry",
                            "expire.accept(new Part.ExpireSession(id, session.attachment()));",
                            "")),
            Plant.of(
                    "expiry-too-early",
                    "a session is doubted at a quarter of its timeout",
                    Edit.server(
                            "session/SessionExpiry",
                            "long due = last.atMs + session.timeoutMs();",
                            "long due = last.atMs + session.timeoutMs() / 4;")),
            Plant.of(
                            "cut-off-member-serves",
                            "a member answers clients whose sessions it cannot confirm",
                            Edit.withoutGuards("HOLD_OUTPUT", "CLOSE_UNCONFIRMED"))
                    .under("isolate-leader", "isolate-any", "mute-leader"));

    private SessionPlants() {}
}
