package io.ensemble.chaos.chaos.replay;

import io.ensemble.chaos.model.NaiveModel;
import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs a log through the model, and remembers what each transaction did. Confined to its checker. */
final class Replay {
    /** A transaction that changed something. */
    record Txn(long zxid, long session, Op op, Outcome outcome) {}

    /** What a znode holds behind a transaction; no value where it is gone. */
    record Value(int version, @Nullable String data) {}

    private final NaiveModel model = new NaiveModel();
    private final Map<Long, Txn> byZxid = new HashMap<>();
    private final Map<String, Set<Long>> childrenChanged = new HashMap<>();
    private final Map<String, NavigableMap<Long, Value>> values = new HashMap<>();
    private final Map<String, List<Long>> writesOfValue = new HashMap<>();
    private long lastZxid;

    void run(NavigableMap<Long, MembersLogs.Logged> records) throws CorruptDataException {
        for (MembersLogs.Logged logged : records.values()) {
            ByteBuffer data = logged.data();
            if (data != null) {
                Entry entry = new EntryCodec(EntryCodec.clusterId(data)).decode(data);
                model.begin(entry);
                for (Part part : entry.parts()) {
                    part(part, entry.term() == logged.term());
                }
                model.end();
            }
        }
    }

    private void part(Part part, boolean inItsTerm) {
        if (part instanceof Part.Hello hello) {
            model.hello(hello);
        } else if (part instanceof Part.LeaderCommand command) {
            NaiveModel.Result result = model.run(command, inItsTerm);
            if (command instanceof Part.ExpireSession expire) {
                done(result, expire.sessionId(), new Op.CloseSession());
            }
        } else if (part instanceof Part.Batch batch && model.batch(batch) == Status.APPLIED) {
            for (Command command : batch.commands()) {
                NaiveModel.Result result = model.run(batch, command);
                if (command instanceof Command.SessionOp op) {
                    done(result, op.sessionId(), op.op());
                }
            }
        }
    }

    private void done(NaiveModel.Result result, long session, Op op) {
        boolean changed = result.zxid() > lastZxid;
        lastZxid = result.zxid();
        if (!changed) {
            return;
        }
        byZxid.put(result.zxid(), new Txn(result.zxid(), session, op, result.outcome()));
        if (op instanceof Op.Multi multi && result.outcome() instanceof Outcome.MultiDone all) {
            wrote(result.zxid(), multi.ops(), all);
        } else if (op instanceof Op.Branch branch && result.outcome() instanceof Outcome.Branched branched) {
            wrote(result.zxid(), branched.held() ? branch.then() : branch.otherwise(), branched.done());
        } else {
            wrote(result.zxid(), op, result.outcome());
        }
        result.changes().forEach(change -> hold(change.path(), result.zxid()));
    }

    private void wrote(long zxid, List<Op> ops, Outcome.MultiDone all) {
        for (int i = 0; all.committed() && i < ops.size(); i++) {
            wrote(zxid, ops.get(i), all.results().get(i));
        }
    }

    private void wrote(long zxid, Op op, Outcome outcome) {
        if (op instanceof Op.SetData set && outcome instanceof Outcome.DataSet) {
            hold(set.path(), zxid);
            if (set.data() != null && set.data().length > 0) {
                writesOfValue
                        .computeIfAbsent(set.path() + " " + text(set.data()), value -> new ArrayList<>())
                        .add(zxid);
            }
        } else if (outcome instanceof Outcome.Created created) {
            hold(created.path(), zxid);
        }
    }

    private void hold(String path, long zxid) {
        NaiveModel.Held held = model.held(path);
        Value value = held == null ? new Value(-1, null) : new Value(held.version(), text(held.data()));
        Value before = valueAt(path, zxid);
        if ((before != null && before.version() >= 0) != (held != null)) {
            childrenChanged
                    .computeIfAbsent(path.substring(0, path.lastIndexOf('/')), any -> new HashSet<>())
                    .add(zxid);
        }
        values.computeIfAbsent(path, any -> new TreeMap<>()).put(zxid, value);
    }

    static String text(byte @Nullable [] data) {
        return data == null ? "" : new String(data, StandardCharsets.UTF_8);
    }

    /** The transaction of a zxid, or null where no session's transaction has it. */
    @Nullable
    Txn at(long zxid) {
        return byZxid.get(zxid);
    }

    /** What a znode held as of a zxid, or null where it was never there by then. */
    @Nullable
    Value valueAt(String path, long zxid) {
        NavigableMap<Long, Value> all = values.get(path);
        Map.Entry<Long, Value> last = all == null ? null : all.floorEntry(zxid);
        return last == null ? null : last.getValue();
    }

    /** Whether a transaction made, changed or deleted a znode. */
    boolean changed(String path, long zxid) {
        NavigableMap<Long, Value> all = values.get(path);
        return all != null && all.containsKey(zxid);
    }

    /** Whether a transaction made or deleted a child of a znode. */
    boolean changedChildren(String path, long zxid) {
        return childrenChanged.getOrDefault(path, Set.of()).contains(zxid);
    }

    /** All znodes that there ever were, with what each held behind each change. */
    Map<String, NavigableMap<Long, Value>> values() {
        return values;
    }

    /** The transactions that set a znode to this value; znodes that several write get each value once. */
    List<Long> writesOf(String path, String value) {
        return writesOfValue.getOrDefault(path + " " + value, List.of());
    }

    NaiveModel model() {
        return model;
    }

    int transactions() {
        return byZxid.size();
    }
}
