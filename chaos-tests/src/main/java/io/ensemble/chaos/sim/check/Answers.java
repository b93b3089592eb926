package io.ensemble.chaos.sim.check;

import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.apply.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reply says, as text; and what it must say to a write that came to an outcome. */
public final class Answers {
    private Answers() {}

    /** What the reply says. */
    public static String said(int err, @Nullable ZkRecord body) {
        if (err != 0) {
            return err == ErrorCode.NO_NODE.number() ? "NO_NODE" : "error " + err;
        } else if (body == null) {
            return "ok";
        } else if (body instanceof ZkRecord.PathStatReply reply) {
            return reply.path() + " " + reply.stat();
        } else if (body instanceof ZkRecord.StatReply reply) {
            return reply.stat().toString();
        } else if (body instanceof ZkRecord.DataReply reply) {
            return Show.data(reply.data()) + " " + reply.stat();
        } else if (body instanceof ZkRecord.NamesStatReply reply) {
            return reply.names() + " " + reply.stat();
        } else if (body instanceof ZkRecord.ErrorReply reply) {
            return said(reply.err(), null);
        } else if (body instanceof ZkRecord.MultiReply reply) {
            List<String> each = reply.results().stream()
                    .map(result -> said(0, result.body()))
                    .toList();
            return "multi " + each;
        }
        return body.toString();
    }

    /** What must be said of the outcome. */
    static String due(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return said(failed.code().number(), null);
        } else if (outcome instanceof Outcome.Created created) {
            return created.path() + " " + created.stat();
        } else if (outcome instanceof Outcome.DataSet set) {
            return set.stat().toString();
        } else if (outcome instanceof Outcome.MultiDone done) {
            return "multi " + done.results().stream().map(Answers::due).toList();
        }
        return "ok";
    }
}
