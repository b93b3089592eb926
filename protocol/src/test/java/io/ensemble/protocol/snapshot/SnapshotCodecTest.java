package io.ensemble.protocol.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.State;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.Change;
import io.ensemble.state.apply.Marks;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import io.ensemble.state.tree.Znode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    private static final long SESSION = (1L << 56) + 1;
    private static final long NATIVE_SESSION = (1L << 56) + 2;
    private static final Acl MINE = new Acl(Perms.ALL, new Id("digest", "me:secret"));
    private static final Identities ME = new Identities(List.of(MINE.id()), false);

    private final SnapshotCodec codec = new SnapshotCodec(42);

    @Test
    void shouldReadBackAnEmptyState() throws IOException {
        SnapshotCodec.Snapshot snapshot = read(write(State.initial()));

        assertThat(snapshot.state().digest()).isEqualTo(State.initial().digest());
        assertThat(snapshot.index()).isEqualTo(17);
        assertThat(snapshot.term()).isEqualTo(3);
    }

    @Test
    void shouldReadBackEverything() throws IOException {
        State state = fullState();
        state.verify();

        State copy = read(write(state)).state();

        copy.verify();
        assertThat(copy.digest()).isEqualTo(state.digest());
        assertThat(copy.recomputeDigest()).isEqualTo(state.recomputeDigest());
        assertThat(copy.zxid()).isEqualTo(state.zxid());
        assertThat(copy.limits()).isEqualTo(state.limits());
        assertThat(copy.find("/m/s-0000000000").stat())
                .isEqualTo(state.find("/m/s-0000000000").stat());
        assertThat(copy.find("/null").data()).isNull();
        assertThat(copy.session(SESSION).ephemerals())
                .isEqualTo(state.session(SESSION).ephemerals());
        assertThat(copy.session(SESSION).hasPassword(password())).isTrue();
        assertThat(copy.session(NATIVE_SESSION).window().outcome(2))
                .isEqualTo(new Outcome.Failed(ErrorCode.NODE_EXISTS));
        assertThat(copy.nextDueMs()).isEqualTo(state.nextDueMs());
        assertThat(copy.lastBatch(1)).isEqualTo(state.lastBatch(1));
        assertThat(copy.changesAfter(0, 1000)).hasSameSizeAs(state.changesAfter(0, 1000));
        assertThat(write(copy)).isEqualTo(write(state));
    }

    @Test
    void shouldShareDataOfTheRing() throws IOException {
        State copy = read(write(fullState())).state();
        List<Change> changes = copy.changesAfter(0, 1000);
        Change last = changes.stream()
                .filter(change -> change.path().equals("/big") && change.type() == Change.Type.DATA_CHANGED)
                .findFirst()
                .orElseThrow();
        Change first = changes.stream()
                .filter(change -> change.path().equals("/big") && change.type() == Change.Type.CREATED)
                .findFirst()
                .orElseThrow();

        assertThat(last.data()).isSameAs(copy.find("/big").data());
        assertThat(last.previousData()).isSameAs(first.data());
        assertThat(write(copy).length).isLessThan(2 * 150_000 + 10_000);
    }

    @Test
    void shouldNotReadWhatIsDamagedAnywhere() throws IOException {
        byte[] bytes = write(smallState());
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << (i % 8));
            assertThatThrownBy(() -> read(damaged)).as("byte %d", i).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void shouldNotReadWhatIsCutOffAnywhere() throws IOException {
        byte[] bytes = write(smallState());
        for (int i = 0; i < bytes.length; i++) {
            byte[] cut = Arrays.copyOf(bytes, i);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", i).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void shouldNotReadWhatIsOfAnotherCluster() throws IOException {
        byte[] bytes = write(State.initial());

        assertThatThrownBy(() -> new SnapshotCodec(43).read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("another cluster");
    }

    @Test
    void shouldNotBelieveALength() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlockOutput out = new BlockOutput(bytes);
        out.putLong(Integer.MAX_VALUE);
        out.putByte(1);
        out.end();

        assertThatThrownBy(() -> new BlockInput(new ByteArrayInputStream(bytes.toByteArray())).getBytes())
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("ends too early");
    }

    @Test
    void shouldKeepEveryValueOfABlock() throws IOException {
        List<String> texts = List.of("", "/a", "\u00e4\u20ac", "\ud83d\ude00", "\ud800 alone", "x".repeat(70_000));
        long[] numbers = {0, 1, -1, 63, 64, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MIN_VALUE};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlockOutput out = new BlockOutput(bytes);
        for (String text : texts) {
            out.putString(text);
        }
        for (long number : numbers) {
            out.putLong(number);
        }
        out.putBytes(new byte[200_000]);
        out.end();

        BlockInput in = new BlockInput(new ByteArrayInputStream(bytes.toByteArray()));
        for (String text : texts) {
            assertThat(in.getString()).isEqualTo(text);
        }
        for (long number : numbers) {
            assertThat(in.getLong()).isEqualTo(number);
        }
        assertThat(in.getBytes()).hasSize(200_000);
        in.end();
    }

    private byte[] write(State state) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            codec.write(state, 17, 3, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SnapshotCodec.Snapshot read(byte[] bytes) throws IOException {
        return codec.read(new ByteArrayInputStream(bytes));
    }

    static State smallState() {
        return apply(
                op(create("/a", CreateMode.PERSISTENT, "1")),
                op(create("/a/e", CreateMode.EPHEMERAL, "2")),
                op(new Op.SetData("/a", "3".getBytes(StandardCharsets.UTF_8), -1)));
    }

    private static State fullState() {
        return apply(
                op(create("/big", CreateMode.PERSISTENT, "b".repeat(150_000))),
                op(new Op.SetData("/big", "c".repeat(150_000).getBytes(StandardCharsets.UTF_8), -1)),
                op(create("/c", CreateMode.CONTAINER, "")),
                op(create("/c/t", CreateMode.PERSISTENT_TTL, "t")),
                op(create("/c2", CreateMode.CONTAINER, "")),
                op(create("/c2/x", CreateMode.PERSISTENT, "")),
                op(new Op.Delete("/c2/x", -1)),
                op(create("/m", CreateMode.PERSISTENT, "m")),
                op(create("/m/s-", CreateMode.EPHEMERAL_SEQUENTIAL, "s")),
                op(create("/m/s-", CreateMode.EPHEMERAL_SEQUENTIAL, "s")),
                op(new Op.SetAcl("/m", List.of(MINE), -1)),
                op(new Op.Create("/null", null, List.of(MINE), CreateMode.PERSISTENT, -1)),
                op(new Op.Create("/o", new byte[3], AclList.OPEN.entries(), CreateMode.EPHEMERAL, -1)),
                numbered(1, create("/n", CreateMode.PERSISTENT, "n")),
                numbered(2, create("/n", CreateMode.PERSISTENT, "n")),
                numbered(3, new Op.Multi(List.of(new Op.Check("/n", 0), new Op.SetData("/n", new byte[2], 0)))),
                numbered(4, new Op.Multi(List.of(new Op.Check("/n", 0), new Op.Delete("/n", 0)))),
                new Command.SetLimits(new Limits(
                        1 << 20, 4096, 256, 10_000, 32L << 20, 15 * 60_000L, 100, 1 << 20, 1000L, 4_000, 50_000)));
    }

    private static State apply(Command... commands) {
        List<Command> all = new ArrayList<>(List.of(
                new Command.OpenSession(password(), 10_000, 0), new Command.OpenSession(password(), 10_000, 10)));
        all.addAll(List.of(commands));
        Part.Batch batch = new Part.Batch(1, 1, 1, 1, null, List.of(ME), all);
        Entry entry = new Entry(3, 1_700_000_000_000L, 500, List.of(new Part.Hello(1, 9, 0), batch));
        return Applier.apply(State.initial(), 1, 3, entry, Marks.NONE).after();
    }

    private static Command op(Op op) {
        return new Command.SessionOp(SESSION, 1, 0, 0, 0, op);
    }

    private static Command numbered(long number, Op op) {
        return new Command.SessionOp(NATIVE_SESSION, 1, 0, number, 1, op);
    }

    private static Op create(String path, CreateMode mode, String data) {
        return new Op.Create(
                path, data.getBytes(StandardCharsets.UTF_8), AclList.OPEN.entries(), mode, mode.isTtl() ? 5_000 : -1);
    }

    private static byte[] password() {
        return "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    }

    /** Znodes of a snapshot that nobody could have made. */
    @Test
    void shouldNotReadAnEphemeralWithoutASession() throws IOException {
        State state = smallState();
        State orphaned = new State(
                state.tree(),
                io.ensemble.state.session.SessionTable.EMPTY,
                state.origins(),
                state.ring(),
                state.limits(),
                state.rulesVersion(),
                state.zxid(),
                state.logClockMs());
        Znode ephemeral = orphaned.find("/a/e");

        assertThat(ephemeral.isEphemeral()).isTrue();
        assertThatThrownBy(() -> read(write(orphaned)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("has no session");
    }
}
