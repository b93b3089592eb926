package io.ensemble.chaos.chaos.plant;

import java.util.List;

/** Bugs of what a command does. All members that have one do the same, so that their digests say nothing. */
final class ApplyPlants {
    private static final String MULTI = "apply/Transaction";
    private static final String RULES = "apply/TreeRules";

    private static final Edit ANY_WRITE_IS_ALLOWED = Edit.state(
            RULES, "if (!AccessRules.allows(before.acl(), Perms.WRITE, tx.who)) {", "if (before.stat().czxid() < 0) {");

    static final List<Plant> ALL = List.of(
            // Two nets: the leader, within its term, and apply.
            Plant.of(
                            "batch-twice",
                            "a batch that was sent again is appended again, and applied again",
                            Edit.withoutGuards("LEADER_DROPS_APPENDED"),
                            Edit.withoutApplyGuards("DUPLICATE_BATCH"))
                    .under("delayed-links", "isolate-any", "flapping"),
            Plant.of(
                    "multi-by-halves",
                    "of a multi that fails, what came before the failure stays done",
                    Edit.state(MULTI, "                draft.reset(before);\n", "")),
            Plant.of(
                    "check-ignored",
                    "within a multi, the version that a write asks for is not looked at",
                    Edit.state(
                            MULTI,
                            "Outcome result = single(op);",
                            "Outcome result = single(op instanceof Op.SetData set"
                                    + " ? new Op.SetData(set.path(), set.data(), -1) : op);")),
            Plant.of(
                    "lost-update",
                    "a write that asks for an older version is done all the same",
                    Edit.state(
                            RULES,
                            "expected == ANY_VERSION || expected == version",
                            "expected == ANY_VERSION || expected <= version")),
            Plant.of(
                    "sequence-reused",
                    "the number of a sequential znode is the count of children that are there",
                    Edit.state("apply/CreateRule", "sequence(parent.createCount())", "sequence(parent.childCount())")),
            Plant.of(
                    "ephemeral-stays",
                    "some ephemerals stay when their session is closed",
                    Edit.state(
                            MULTI,
                            "            deleteZnode(path);\n        }\n        draft.sessions",
                            "            if (!path.endsWith(\"7\")) {\n                deleteZnode(path);\n            }\n"
                                    + "        }\n        draft.sessions")),
            Plant.of("acl-ignored", "no write asks for the rights to it", ANY_WRITE_IS_ALLOWED),
            Plant.of("acl-ignored-by-one", "no write asks for the rights to it", ANY_WRITE_IS_ALLOWED)
                    .onlyIn(2));

    private ApplyPlants() {}
}
