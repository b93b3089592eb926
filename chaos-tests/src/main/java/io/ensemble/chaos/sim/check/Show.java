package io.ensemble.chaos.sim.check;

import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.Op;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as text, by which they are compared and traced: arrays by content. */
public final class Show {
    private Show() {}

    /** An operation. */
    public static String op(Op op) {
        if (op instanceof Op.Create create) {
            return create.mode() + " " + create.path() + "=" + data(create.data());
        } else if (op instanceof Op.SetData set) {
            return "set " + set.path() + "=" + data(set.data()) + " v" + set.version();
        } else if (op instanceof Op.Delete delete) {
            return "delete " + delete.path() + " v" + delete.version();
        } else if (op instanceof Op.DeleteContainer delete) {
            return "deleteContainer " + delete.path();
        } else if (op instanceof Op.Check check) {
            return "check " + check.path() + " v" + check.version();
        } else if (op instanceof Op.Multi multi) {
            return "multi " + multi.ops().stream().map(Show::op).toList();
        } else if (op instanceof Op.Branch branch) {
            return "if " + branch.conditions().stream().map(Show::condition).toList() + " then "
                    + branch.then().stream().map(Show::op).toList() + " else "
                    + branch.otherwise().stream().map(Show::op).toList();
        }
        return op.toString();
    }

    private static String condition(Condition condition) {
        return condition.kind() + " " + condition.path() + " " + condition.value() + " " + data(condition.data());
    }

    /** An outcome. */
    public static String outcome(Outcome outcome) {
        return outcome.toString();
    }

    /** Data of a znode. */
    public static String data(byte @Nullable [] data) {
        return data == null ? "null" : new String(data, StandardCharsets.UTF_8);
    }

    /** A session. */
    public static String session(long id) {
        return "session " + (id & 0xFF_FFFF_FFFF_FFFFL);
    }

    /** Lines, for a message. */
    public static String lines(List<?> items) {
        StringBuilder text = new StringBuilder();
        items.forEach(item -> text.append("\n    ").append(item));
        return text.toString();
    }
}
