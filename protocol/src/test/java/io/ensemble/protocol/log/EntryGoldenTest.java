package io.ensemble.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.Limits;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that was written once must be readable for ever: the bytes of version 1, one entry with one of everything. */
class EntryGoldenTest {
    private final EntryCodec codec = new EntryCodec(0xC1C2_C3C4_C5C6_C7C8L);
    private final byte[] golden = Golden.load("entry-v1.txt").get("entry");

    @Test
    void shouldWriteTheBytesOfVersion1() {
        assertThat(HexFormat.of().formatHex(Entries.encode(codec, entry())))
                .isEqualTo(HexFormat.of().formatHex(golden));
    }

    @Test
    void shouldReadTheBytesOfVersion1() {
        assertThat(codec.decode(ByteBuffer.wrap(golden)))
                .usingRecursiveComparison()
                .isEqualTo(entry());
    }

    private static Entry entry() {
        return new Entry(
                3,
                1_700_000_000_123L,
                456_789,
                List.of(
                        new Part.Hello(2, 0x1122_3344_5566_7788L, 5),
                        batch(),
                        new Part.Batch(3, 1, 1, 9, null, List.of(), List.of()),
                        new Part.ExpireSession(0x0100_0000_0000_0007L, 4),
                        new Part.DeleteDue("/lock/\u20ac")));
    }

    private static Part.Batch batch() {
        Identities plain = new Identities(List.of(new Id("ip", "127.0.0.1"), new Id("digest", "bob:x")), false);
        Identities root = new Identities(List.of(), true);
        byte[] password = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        return new Part.Batch(
                1,
                300,
                70_000,
                2,
                new Part.DigestReport(1_000_000, -2),
                List.of(plain, root),
                List.of(
                        new Command.OpenSession(password, 30_000, 64),
                        new Command.AttachSession(0x0100_0000_0000_0007L, password, 6_000, 2, 900),
                        op(0, new Op.Create("/a", new byte[] {1, 2}, openAcl(), CreateMode.PERSISTENT, 0)),
                        op(0, new Op.Create("/t-", null, null, CreateMode.PERSISTENT_SEQUENTIAL_TTL, 5_000)),
                        op(1, new Op.Create("/e", new byte[0], List.of(), CreateMode.EPHEMERAL, -1)),
                        op(0, new Op.Delete("/a", -1)),
                        op(0, new Op.SetData("/a", null, 7)),
                        op(0, new Op.SetAcl("/a", openAcl(), 0)),
                        op(0, new Op.Check("/", 0)),
                        op(0, new Op.Multi(List.of(new Op.Check("/a", 1), new Op.Invalid(ErrorCode.BAD_ARGUMENTS)))),
                        op(0, new Op.CloseSession()),
                        new Command.SetLimits(Limits.DEFAULT),
                        new Command.RaiseRules(1)));
    }

    private static List<Acl> openAcl() {
        return List.of(new Acl(Perms.ALL, Id.ANYONE));
    }

    private static Command op(int identities, Op op) {
        return new Command.SessionOp(0x0100_0000_0000_0007L, 3, identities, 12, 10, op);
    }
}
