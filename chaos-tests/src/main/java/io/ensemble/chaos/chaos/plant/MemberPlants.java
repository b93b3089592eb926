package io.ensemble.chaos.chaos.plant;

import java.util.List;

/** Bugs of one member among others, and of what members owe each other. */
final class MemberPlants {
    /** Now and then other data than was asked for. */
    private static final Edit DIVERGES = Edit.state(
            "apply/TreeRules",
            "byte[] data = op.data();",
            "byte[] data = tx.zxid % 50 == 0 ? new byte[] {'x'} : op.data();");

    static final List<Plant> ALL = List.of(
            Plant.of("member-differs", "one write in fifty has another effect", DIVERGES)
                    .onlyIn(2)
                    .orBy("digest"),
            Plant.of(
                            "member-differs-unseen",
                            "one write in fifty has another effect, and the member does not compare digests",
                            DIVERGES,
                            Edit.withoutGuards("HALT_AGAINST_MAJORITY"))
                    .onlyIn(2),
            Plant.of(
                            "no-resend",
                            "what was lost on its way to a leader is not sent again",
                            Edit.withoutGuards("RESEND"))
                    .under("kill-leader", "pause-leader")
                    .orBy("not all members serve", "not calm"));

    private MemberPlants() {}
}
