package io.ensemble.chaos.chaos.check;

import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes histories down by hand, for the checkers' tests. Time goes on by one with each line. */
final class Histories {
    private final List<Line> lines = new ArrayList<>();
    private final Map<Long, Integer> processOf = new HashMap<>();
    private long calls;
    private long passedNs;

    History history() {
        return new History(lines);
    }

    long begin(int process, Kind kind, String path, String value, Integer expected) {
        long call = ++calls;
        processOf.put(call, process);
        add(Phase.INVOKE, process, call, kind, path, value, expected, null, null, null, 0, null, null, null);
        return call;
    }

    Histories ok(long call, Integer version, Long mzxid, Long zxid) {
        return ok(call, null, version, mzxid, zxid);
    }

    Histories ok(long call, String value, Integer version, Long mzxid, Long zxid) {
        int process = processOf.get(call);
        return add(
                Phase.OK,
                process,
                call,
                null,
                null,
                value,
                null,
                version,
                mzxid,
                zxid,
                session(process),
                null,
                null,
                null);
    }

    Histories okPath(long call, String answeredPath, Long zxid) {
        int process = processOf.get(call);
        return add(
                Phase.OK,
                process,
                call,
                null,
                answeredPath,
                null,
                null,
                null,
                null,
                zxid,
                session(process),
                null,
                null,
                null);
    }

    Histories okChildren(long call, List<String> children, Long zxid) {
        int process = processOf.get(call);
        return add(
                Phase.OK,
                process,
                call,
                null,
                null,
                null,
                null,
                null,
                null,
                zxid,
                session(process),
                null,
                children,
                null);
    }

    Histories fail(long call, String error) {
        int process = processOf.get(call);
        return add(
                Phase.FAIL,
                process,
                call,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                session(process),
                null,
                null,
                error);
    }

    Histories refused(long call, String error, Long zxid) {
        int process = processOf.get(call);
        return add(
                Phase.FAIL,
                process,
                call,
                null,
                null,
                null,
                null,
                null,
                null,
                zxid,
                session(process),
                null,
                null,
                error);
    }

    /** Lets time go by. */
    Histories pass(long ms) {
        passedNs += ms * 1_000_000;
        return this;
    }

    Histories info(long call) {
        return unknown(call, "CONNECTIONLOSS");
    }

    Histories unknown(long call, String error) {
        int process = processOf.get(call);
        return add(
                Phase.INFO,
                process,
                call,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                session(process),
                null,
                null,
                error);
    }

    Histories event(int process, String path, long zxid) {
        return event(process, "NodeDataChanged", path, zxid);
    }

    Histories event(int process, String type, String path, long zxid) {
        return add(
                Phase.EVENT,
                process,
                null,
                null,
                path,
                null,
                null,
                null,
                null,
                zxid,
                session(process),
                null,
                null,
                type);
    }

    Histories state(int process, String state) {
        return add(
                Phase.STATE,
                process,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                session(process),
                null,
                null,
                state);
    }

    Histories fault(String what) {
        return add(Phase.FAULT, -1, null, null, null, null, null, null, null, null, 0, null, null, what);
    }

    /** A process is connected to a member. */
    Histories at(int member, int process) {
        return add(
                Phase.STATE,
                process,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                session(process),
                member,
                null,
                "SyncConnected");
    }

    Histories last(int member, String path, String value, int version, long mzxid, long owner) {
        return add(Phase.FINAL, -1, null, null, path, value, null, version, mzxid, null, owner, member, null, null);
    }

    /** A set that is answered before anything else happens. */
    Histories set(int process, String path, String value, int version, long zxid) {
        return ok(begin(process, Kind.SET, path, value, null), version, zxid, zxid);
    }

    Histories read(int process, Kind kind, String path, String value, int version, long mzxid, long zxid) {
        return ok(begin(process, kind, path, null, null), value, version, mzxid, zxid);
    }

    static long session(int process) {
        return 100 + process;
    }

    private Histories add(
            Phase phase,
            int process,
            Long call,
            Kind kind,
            String path,
            String value,
            Integer expected,
            Integer version,
            Long mzxid,
            Long zxid,
            long session,
            Integer member,
            List<String> children,
            String note) {
        lines.add(new Line(
                passedNs + lines.size(),
                phase,
                process,
                call,
                kind,
                path,
                value,
                expected,
                version,
                mzxid,
                zxid,
                session,
                member,
                children,
                note));
        return this;
    }
}
