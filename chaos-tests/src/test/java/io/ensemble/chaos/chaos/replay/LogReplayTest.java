package io.ensemble.chaos.chaos.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.chaos.check.Findings;
import io.ensemble.chaos.chaos.history.Completion;
import io.ensemble.chaos.chaos.history.History;
import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import io.ensemble.chaos.chaos.history.Recorder;
import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log in which a session makes {@code /x} at zxid 2, and sets it to "b" at zxid 3 and to "c" at zxid 4. */
class LogReplayTest {
    private static final long SESSION = (1L << 56) + 1;
    private static final EntryCodec CODEC = new EntryCodec(7);

    @TempDir
    Path folder;

    private final Replay replay = new Replay();

    @BeforeEach
    void run() throws Exception {
        TreeMap<Long, MembersLogs.Logged> log = new TreeMap<>();
        log.put(1L, logged(new EncodedPart.Hello(new Part.Hello(1, 9, 0))));
        log.put(2L, batch(1, new Command.OpenSession(new byte[16], 10_000, 0)));
        log.put(3L, batch(2, op(create("/x", "a")), op(new Op.SetData("/x", bytes("b"), 0))));
        log.put(4L, batch(3, op(new Op.SetData("/x", bytes("c"), 1))));
        // A duplicate, without effect.
        log.put(5L, batch(3, op(new Op.SetData("/x", bytes("c"), 1))));
        replay.run(log);
    }

    private static Op create(String path, String data) {
        return new Op.Create(path, bytes(data), AclList.OPEN.entries(), CreateMode.PERSISTENT, 0);
    }

    private static Command op(Op op) {
        return new Command.SessionOp(SESSION, 1, 0, 0, 0, op);
    }

    private static MembersLogs.Logged batch(long number, Command... commands) {
        List<Identities> who = List.of(new Identities(List.of(), false));
        return logged(CODEC.encode(new Part.Batch(1, 1, number, 1, null, who, List.of(commands))));
    }

    private static MembersLogs.Logged logged(EncodedPart part) {
        return new MembersLogs.Logged(1, ByteBuffer.wrap(CODEC.encode(1, 1_000, 1_000, List.of(part))), 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> violations(Phase phase, String value, int version, long zxid) throws Exception {
        try (Recorder recorder = new Recorder(folder.resolve("history.jsonl"))) {
            long call = recorder.invoke(1, Kind.SET, "/x", value, null);
            recorder.complete(1, call, new Completion(phase, null, null, version, zxid, zxid, SESSION, 1, null, null));
            Findings findings = new Findings();
            LogReplay.compare(new History(recorder.lines()), replay, findings);
            return findings.violations();
        }
    }

    @Test
    void shouldFindEachWriteAtItsZxid() throws Exception {
        assertThat(replay.valueAt("/x", 3)).isEqualTo(new Replay.Value(1, "b"));
        assertThat(replay.valueAt("/x", 4)).isEqualTo(new Replay.Value(2, "c"));
        assertThat(violations(Phase.OK, "b", 1, 3)).isEmpty();
        assertThat(violations(Phase.OK, "c", 2, 4)).isEmpty();
    }

    @Test
    void shouldMissWhatWasAcknowledgedAndIsNotThere() throws Exception {
        assertThat(violations(Phase.OK, "d", 3, 5)).hasSize(1);
        assertThat(violations(Phase.OK, "b", 1, 4)).hasSize(1);
        assertThat(violations(Phase.OK, "c", 3, 4)).hasSize(1);
    }

    @Test
    void shouldFindWhatWasRefusedAndIsThere() throws Exception {
        assertThat(violations(Phase.FAIL, "c", 2, 4)).hasSize(1);
        assertThat(violations(Phase.FAIL, "d", 3, 5)).isEmpty();
    }

    @Test
    void shouldHoldReadsToWhatWasThere() throws Exception {
        try (Recorder recorder = new Recorder(folder.resolve("history.jsonl"))) {
            read(recorder, "b", 1, 3);
            read(recorder, "c", 2, 5);
            Findings good = new Findings();
            LogReplay.compare(new History(recorder.lines()), replay, good);
            read(recorder, "b", 1, 4);
            Findings stale = new Findings();
            LogReplay.compare(new History(recorder.lines()), replay, stale);

            assertThat(good.violations()).isEmpty();
            assertThat(stale.violations()).hasSize(1);
        }
    }

    private List<String> answered(Kind kind, Completion end) throws Exception {
        try (Recorder recorder = new Recorder(folder.resolve("history.jsonl"))) {
            recorder.complete(1, recorder.invoke(1, kind, "/", null, null), end);
            Findings findings = new Findings();
            LogReplay.compare(new History(recorder.lines()), replay, findings);
            return findings.violations();
        }
    }

    private static Completion list(long zxid, String... children) {
        return new Completion(Phase.OK, null, null, null, null, zxid, SESSION, 1, List.of(children), null);
    }

    private static Completion multiRead(long zxid, String shown) {
        return new Completion(Phase.OK, null, shown, null, null, zxid, SESSION, 1, null, null);
    }

    @Test
    void shouldHoldListsAndMultiReadsToTheirZxid() throws Exception {
        assertThat(answered(Kind.LIST, list(2, "x"))).isEmpty();
        assertThat(answered(Kind.LIST, list(1))).isEmpty();
        assertThat(answered(Kind.LIST, list(1, "x"))).hasSize(1);
        assertThat(answered(Kind.LOOK, list(3))).hasSize(1);
        assertThat(answered(Kind.MULTI_READ, multiRead(3, "/x=b"))).isEmpty();
        assertThat(answered(Kind.MULTI_READ, multiRead(3, "/x=c"))).hasSize(1);
        assertThat(answered(Kind.MULTI_READ, multiRead(4, "/x=b"))).hasSize(1);
    }

    @Test
    void shouldHoldEventsToWhatTheLogChanges() throws Exception {
        try (Recorder recorder = new Recorder(folder.resolve("history.jsonl"))) {
            recorder.event(1, SESSION, "NodeDataChanged", "/x", 4);
            Findings good = new Findings();
            LogReplay.compare(new History(recorder.lines()), replay, good);
            recorder.event(1, SESSION, "NodeDataChanged", "/x", 5);
            Findings ofNothing = new Findings();
            LogReplay.compare(new History(recorder.lines()), replay, ofNothing);

            assertThat(good.violations()).isEmpty();
            assertThat(ofNothing.violations()).hasSize(1);
        }
    }

    private static void read(Recorder recorder, String value, int version, long zxid) {
        long call = recorder.invoke(1, Kind.READ, "/x", null, null);
        recorder.complete(1, call, new Completion(Phase.OK, null, value, version, 3L, zxid, SESSION, 1, null, null));
    }
}
