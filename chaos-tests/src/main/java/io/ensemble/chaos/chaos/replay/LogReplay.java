package io.ensemble.chaos.chaos.replay;

import io.ensemble.chaos.chaos.check.Checker;
import io.ensemble.chaos.chaos.check.Findings;
import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.history.Batch;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Operation;
import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The members' committed logs are the same, and clients were answered what the naive model makes of them: every
 * acknowledged write is the transaction of its zxid, no write is there twice, and reads show what was there at their
 * zxid. Where the log's beginning was purged, only that the logs are the same is compared.
 */
public final class LogReplay implements Checker {
    /** How the note begins that says up to where the log is committed. */
    public static final String COMMITTED = "all members stand at index ";

    private static final int MEMBERS_MAX = 99;

    private final Path folder;

    /** @param folder of the run, with the members' folders in it */
    public LogReplay(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "logs, through the model";
    }

    @Override
    public Findings check(History history) {
        Findings findings = new Findings();
        long until = committed(history);
        if (until < 0) {
            findings.note("the members came to no common index: not compared");
            return findings;
        }
        MembersLogs logs = new MembersLogs(until, findings);
        try {
            for (int member = 1; member <= MEMBERS_MAX; member++) {
                logs.read(member, folder.resolve("member-" + member).resolve("state"));
            }
            if (logs.isWhole()) {
                Replay replay = new Replay();
                replay.run(logs.records());
                compare(history, replay, findings);
                findings.note("the log is whole, " + replay.transactions() + " transactions");
            } else {
                findings.note("not whole, from index " + logs.first() + " on: only that the logs are the same");
                findings.require(
                        !keepsItsLog() || wasWiped(history),
                        "the log was to be kept, and no member's folder was emptied, yet it begins at index {}",
                        logs.first());
            }
        } catch (IOException | CorruptDataException e) {
            findings.violation("a log cannot be read: {}", String.valueOf(e.getMessage()));
        }
        return findings;
    }

    /** Whether the members were told to purge nothing. */
    private boolean keepsItsLog() throws IOException {
        Path configuration = folder.resolve("member-1").resolve("config.yaml");
        return Files.exists(configuration) && Files.readString(configuration).contains(EnsembleSoftware.KEEPS_ALL);
    }

    private static boolean wasWiped(History history) {
        return history.lines().stream()
                .anyMatch(line -> line.phase() == Phase.FAULT
                        && line.note() != null
                        && line.note().contains("its folder emptied"));
    }

    private static long committed(History history) {
        return history.lines().stream()
                .filter(line -> line.phase() == Phase.FAULT
                        && line.note() != null
                        && line.note().startsWith(COMMITTED))
                .mapToLong(line ->
                        Long.parseLong(Objects.requireNonNull(line.note()).substring(COMMITTED.length())))
                .max()
                .orElse(-1);
    }

    static void compare(History history, Replay replay, Findings findings) {
        for (Operation call : history.operations()) {
            if (call.isWrite()) {
                write(call, replay, findings);
            } else if (call.isOk() && call.zxid() > 0) {
                read(call, replay, findings);
            }
        }
        LoggedChildren.compare(history, replay, findings);
        for (Line line : history.lines()) {
            if (line.phase() == Phase.EVENT && line.path() != null && line.zxid() != null && line.zxid() > 0) {
                findings.require(
                        "NodeChildrenChanged".equals(line.note())
                                ? replay.changedChildren(line.path(), line.zxid())
                                : replay.changed(line.path(), line.zxid()),
                        "an event of zxid {}, at which the log does not change {}",
                        line.zxid(),
                        line.path());
            }
            if (line.phase() == Phase.FINAL && line.path() != null && line.version() != null) {
                var held = replay.model().held(line.path());
                findings.require(
                        held != null
                                && held.version() == line.version()
                                && Replay.text(held.data()).equals(line.value()),
                        "{} is not at the end what the log makes it, {}",
                        line.path(),
                        line);
            }
        }
    }

    private static void write(Operation call, Replay replay, Findings findings) {
        if (call.isOk() && call.zxid() > 0) {
            Replay.Txn txn = replay.at(call.zxid());
            findings.require(
                    txn != null && isOf(call, txn),
                    "acknowledged, and at its zxid the log has {}: {}",
                    txn == null ? "nothing" : txn.op() + " of 0x" + Long.toHexString(txn.session()),
                    call);
        }
        boolean valued = (call.kind() == Kind.SET || call.kind() == Kind.CAS || call.kind() == Kind.TRY_WRITE)
                && call.value() != null;
        if (valued) {
            List<Long> writes = replay.writesOf(call.at(), Objects.requireNonNull(call.value()));
            findings.require(writes.size() <= 1, "written {} times: {}", writes.size(), call);
            findings.require(
                    call.outcome() != Phase.FAIL || writes.isEmpty(),
                    "refused, and in the log at {}: {}",
                    writes,
                    call);
        }
    }

    private static boolean isOf(Operation call, Replay.Txn txn) {
        if (call.session() != 0 && call.session() != txn.session()) {
            return false;
        }
        return switch (call.kind()) {
            case SET, CAS ->
                txn.op() instanceof Op.SetData set
                        && txn.outcome() instanceof Outcome.DataSet done
                        && set.path().equals(call.at())
                        && Replay.text(set.data()).equals(call.value())
                        && done.stat().version() == call.version();
            case CREATE_SEQUENTIAL, CREATE_EPHEMERAL, CREATE, ENQUEUE, PLACE ->
                txn.outcome() instanceof Outcome.Created created
                        && created.path().equals(call.answeredPath());
            case TAKE, LEAVE, DELETE ->
                txn.op() instanceof Op.Delete delete && delete.path().equals(call.at());
            case CLOSE -> txn.op() instanceof Op.CloseSession;
            case MULTI -> txn.op() instanceof Op.Multi multi && sets(multi).equals(sets(call));
            case SET_ACL -> txn.op() instanceof Op.SetAcl set && set.path().equals(call.at());
            case TRY_WRITE ->
                txn.op() instanceof Op.SetData set
                        && set.path().equals(call.at())
                        && Replay.text(set.data()).equals(call.value());
            default -> false;
        };
    }

    private static List<String> sets(Op.Multi multi) {
        List<String> sets = new ArrayList<>();
        multi.ops()
                .forEach(op -> sets.add(
                        op instanceof Op.SetData set ? set.path() + "=" + Replay.text(set.data()) : op.toString()));
        return sets;
    }

    private static List<String> sets(Operation call) {
        return parts(call).stream()
                .map(part -> part.path() + "=" + part.value())
                .toList();
    }

    private static List<Batch.Part> parts(Operation call) {
        return Batch.parse(call.value() == null ? "" : call.value()).parts();
    }

    private static void read(Operation call, Replay replay, Findings findings) {
        if (call.kind() == Kind.MULTI_READ) {
            for (Batch.Part part : parts(call)) {
                Replay.@Nullable Value value = replay.valueAt(part.path(), call.zxid());
                findings.require(
                        value != null && Objects.equals(value.data(), part.value()),
                        "at its zxid the log has {} at {}: {}",
                        value == null ? "nothing" : value,
                        part.path(),
                        call);
            }
        } else if (call.mzxid() >= 0) {
            Replay.@Nullable Value value = replay.valueAt(call.at(), call.zxid());
            findings.require(
                    value != null && value.version() == call.version() && Objects.equals(value.data(), call.value()),
                    "at its zxid the log has {}: {}",
                    value == null ? "nothing" : value,
                    call);
        }
    }
}
