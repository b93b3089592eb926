package io.ensemble.server.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.zookeeper.ConnectRequest;
import io.ensemble.protocol.zookeeper.ConnectResponse;
import io.ensemble.protocol.zookeeper.OpCodes;
import io.ensemble.protocol.zookeeper.ZkOp;
import io.ensemble.protocol.zookeeper.ZkRecord;
import io.ensemble.protocol.zookeeper.ZkRecord.ErrorReply;
import io.ensemble.protocol.zookeeper.ZkRecord.MultiReply;
import io.ensemble.protocol.zookeeper.ZkRecord.MultiResult;
import io.ensemble.server.auth.Authenticator;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One member behind its client port, byte by byte. */
class ZkServerTest {
    private static final List<Acl> OPEN = AclList.OPEN.entries();
    private static final int HANDSHAKE_MS = 300;

    private static TestServer server;
    private final List<RawClient> clients = new ArrayList<>();
    private RawClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(
                new ZkSettings(1_048_575, 2 << 20, 4 << 20, HANDSHAKE_MS, 0, 40, ZkSettings.WORDS_DEFAULT));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws Exception {
        client = connected();
    }

    @AfterEach
    void disconnect() throws Exception {
        for (RawClient one : clients) {
            one.close();
        }
    }

    @Test
    void shouldAnswerHandshakesOfBothLengths() throws Exception {
        RawClient old = unconnected();
        ConnectResponse withoutByte = old.handshake(new ConnectRequest(0, 0, 10_000, 0, new byte[16], null));
        ConnectResponse withByte = unconnected().open();

        assertThat(withoutByte.readOnly()).isNull();
        assertThat(withoutByte.timeoutMs()).isEqualTo(10_000);
        assertThat(withoutByte.password()).hasSize(16);
        assertThat(withByte.readOnly()).isFalse();
        assertThat(withByte.sessionId()).isNotZero().isNotEqualTo(withoutByte.sessionId());
    }

    @Test
    void shouldBringTimeoutWithinItsBounds() throws Exception {
        assertThat(unconnected().handshake(request(1, 0)).timeoutMs()).isEqualTo(4_000);
        assertThat(unconnected().handshake(request(1_000_000, 0)).timeoutMs()).isEqualTo(40_000);
    }

    @Test
    void shouldMoveSessionToItsNewConnectionAndCloseTheOldOne() throws Exception {
        RawClient first = unconnected();
        ConnectResponse session = first.open();
        first.call(create("/moved", 1));

        RawClient second = unconnected();
        ConnectResponse again =
                second.handshake(new ConnectRequest(0, 0, 30_000, session.sessionId(), session.password(), false));

        assertThat(again.sessionId()).isEqualTo(session.sessionId());
        assertThat(first.isClosed()).isTrue();
        assertThat(second.call(new ZkOp.GetEphemerals(null)).body())
                .isEqualTo(new ZkRecord.NamesReply(List.of("/moved")));
    }

    @Test
    void shouldSayExpiredToAWrongPassword() throws Exception {
        RawClient first = unconnected();
        ConnectResponse session = first.open();
        RawClient thief = unconnected();
        ConnectResponse refused =
                thief.handshake(new ConnectRequest(0, 0, 30_000, session.sessionId(), new byte[16], false));

        assertThat(refused.sessionId()).isZero();
        assertThat(refused.timeoutMs()).isZero();
        assertThat(refused.password()).isEqualTo(new byte[16]);
        assertThat(thief.isClosed()).isTrue();
        assertThat(first.call(new ZkOp.Exists("/", false)).err()).isZero();
    }

    @Test
    void shouldCloseOnAClientThatHasSeenTheFuture() throws Exception {
        RawClient ahead = unconnected();
        ahead.send(handshakeFrame(new ConnectRequest(0, Long.MAX_VALUE, 30_000, 0, new byte[16], false)));

        assertThat(ahead.isClosed()).isTrue();
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() throws Exception {
        client.call(create("/fifo", 0));
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < 500; i++) {
            ZkOp op = i % 2 == 0
                    ? new ZkOp.SetData("/fifo", Integer.toString(i).getBytes(StandardCharsets.UTF_8), -1)
                    : new ZkOp.GetData("/fifo", false);
            client.expect(op);
            all.writeBytes(RawClient.encoded(1000 + i, op));
        }
        client.send(all);

        long zxid = 0;
        for (int i = 0; i < 500; i++) {
            RawClient.Reply reply = client.reply();
            assertThat(reply.xid()).isEqualTo(1000 + i);
            assertThat(reply.zxid()).isGreaterThanOrEqualTo(zxid);
            zxid = reply.zxid();
            if (i % 2 == 1) {
                ZkRecord.DataReply data = reply.body(ZkRecord.DataReply.class);
                assertThat(new String(data.data(), StandardCharsets.UTF_8)).isEqualTo(Integer.toString(i - 1));
            }
        }
    }

    @Test
    void shouldTakeRequestsByteByByte() throws Exception {
        ZkOp op = new ZkOp.Exists("/zookeeper", false);
        ByteBuf bytes = RawClient.encoded(9, op);
        client.expect(op);
        while (bytes.isReadable()) {
            client.send(new byte[] {bytes.readByte()});
        }

        assertThat(client.reply().xid()).isEqualTo(9);
    }

    @Test
    void shouldTakeRequestsThatComeWithTheHandshake() throws Exception {
        RawClient eager = unconnected();
        ByteBuf both = handshakeFrame(request(30_000, 0));
        ZkOp op = new ZkOp.GetChildren("/zookeeper", false);
        both.writeBytes(RawClient.encoded(1, op));
        eager.expect(op);
        eager.send(both);

        assertThat(eager.frame().readableBytes()).isEqualTo(37);
        assertThat(eager.reply().body()).isEqualTo(new ZkRecord.NamesReply(List.of("config", "quota")));
    }

    @Test
    void shouldAnswerCreatesWithWhatTheirOpcodeHas() throws Exception {
        assertThat(client.call(create("/c-", 2)).body(ZkRecord.PathReply.class).path())
                .matches("/c-\\d{10}");
        ZkRecord.PathStatReply container = client.call(
                        new ZkOp.Create(OpCodes.CREATE_CONTAINER, "/cc", new byte[3], OPEN, 4))
                .body(ZkRecord.PathStatReply.class);
        assertThat(container.stat().ephemeralOwner()).isZero();
        assertThat(container.stat().dataLength()).isEqualTo(3);
        assertThat(client.call(new ZkOp.CreateTtl("/ttl", null, OPEN, 5, 60_000))
                        .body())
                .isInstanceOf(ZkRecord.PathStatReply.class);
        assertThat(client.call(new ZkOp.Create(OpCodes.CREATE_2, "/c2", null, OPEN, 0))
                        .body())
                .isInstanceOf(ZkRecord.PathStatReply.class);
        assertThat(client.call(create("/x", 5)).err()).isEqualTo(-8);
        assertThat(client.call(create("/x", 9)).err()).isEqualTo(-8);
        assertThat(client.call(new ZkOp.Create(OpCodes.CREATE, "/x", null, null, 0))
                        .err())
                .isEqualTo(-114);
    }

    @Test
    void shouldAnswerMultiPerOperation() throws Exception {
        ZkOp create = create("/m", 0);
        ZkOp create2 = new ZkOp.Create(OpCodes.CREATE_2, "/m/a", null, OPEN, 0);
        ZkOp check = new ZkOp.Check("/m", 0);
        ZkOp set = new ZkOp.SetData("/m", null, 0);
        ZkOp delete = new ZkOp.Delete("/m/a", -1);
        MultiReply done = client.call(new ZkOp.Multi(OpCodes.MULTI, List.of(create, create2, check, set, delete)))
                .body(MultiReply.class);
        assertThat(done.results().stream().map(MultiResult::type)).containsExactly(1, 15, 13, 5, 2);

        MultiReply failed = client.call(new ZkOp.Multi(OpCodes.MULTI, List.of(check, set, delete)))
                .body(MultiReply.class);
        assertThat(failed.results().stream().map(MultiResult::body))
                .containsExactly(new ErrorReply(-103), new ErrorReply(-2), new ErrorReply(-2));
        assertThat(failed.results()).allMatch(result -> result.type() == -1);
    }

    @Test
    void shouldAnswerMultiReadWithAnErrorPerOperation() throws Exception {
        MultiReply reply = client.call(new ZkOp.Multi(
                        OpCodes.MULTI_READ,
                        List.of(new ZkOp.GetChildren("/zookeeper", false), new ZkOp.GetData("/none", false))))
                .body(MultiReply.class);

        assertThat(reply.results())
                .containsExactly(
                        new MultiResult(8, new ZkRecord.NamesReply(List.of("config", "quota"))),
                        new MultiResult(-1, new ErrorReply(-101)));
    }

    @Test
    void shouldSendEventBeforeTheReplyThatShowsIt() throws Exception {
        client.call(create("/w", 0));
        client.call(new ZkOp.GetData("/w", true));
        RawClient.Reply set = client.call(new ZkOp.SetData("/w", new byte[1], -1));

        assertThat(client.events).containsExactly("3 /w " + set.zxid());
        client.events.clear();
        client.call(new ZkOp.SetData("/w", new byte[1], -1));
        assertThat(client.events).isEmpty();
    }

    @Test
    void shouldKeepTheWatchOfExistsOnWhatIsNotThere() throws Exception {
        assertThat(client.call(new ZkOp.Exists("/later", true)).err()).isEqualTo(-101);
        assertThat(client.call(new ZkOp.GetData("/never", true)).err()).isEqualTo(-101);
        RawClient other = connected();
        long zxid = other.call(create("/later", 0)).zxid();
        other.call(create("/never", 0));

        assertThat(client.event()).isEqualTo("1 /later " + zxid);
        client.call(new ZkOp.Sync("/"));
        assertThat(client.events).isEmpty();
    }

    @Test
    void shouldFireOrArmWatchesOfAClientThatComesBack() throws Exception {
        client.call(create("/s", 0));
        client.call(create("/s/c", 0));
        long seen = client.call(new ZkOp.Exists("/s", false)).zxid();
        client.call(new ZkOp.SetData("/s", null, -1));
        client.call(create("/s/d", 0));

        RawClient.Reply reply = client.call(new ZkOp.SetWatches(
                OpCodes.SET_WATCHES_2,
                seen,
                List.of("/s", "/s/c", "/s/none"),
                List.of("/s/c", "/s/later"),
                List.of("/s", "/s/c", "/s/none"),
                List.of("/s/c"),
                List.of("/s")));

        assertThat(reply.err()).isZero();
        assertThat(client.events).containsExactly("3 /s -1", "2 /s/none -1", "1 /s/c -1", "4 /s -1", "2 /s/none -1");
        client.events.clear();
        assertThat(client.call(new ZkOp.CheckWatches("/s/c", 2)).err()).isZero();
        assertThat(client.call(new ZkOp.CheckWatches("/s/later", 2)).err()).isZero();
        assertThat(client.call(new ZkOp.CheckWatches("/s/c", 1)).err()).isZero();
        assertThat(client.call(new ZkOp.CheckWatches("/s/c", 4)).err()).isZero();
        assertThat(client.call(new ZkOp.CheckWatches("/s", 5)).err()).isZero();
        assertThat(client.call(new ZkOp.CheckWatches("/s", 2)).err()).isEqualTo(-121);
        assertThat(client.call(new ZkOp.RemoveWatches("/s/c", 3)).err()).isZero();
        assertThat(client.call(new ZkOp.RemoveWatches("/s/c", 3)).err()).isEqualTo(-121);
        assertThat(client.call(new ZkOp.RemoveWatches("/s/c", 6)).err()).isEqualTo(-5);
    }

    @Test
    void shouldAnswerAddWatchWithABody() throws Exception {
        assertThat(client.call(new ZkOp.AddWatch("/a", 1)).body()).isEqualTo(new ErrorReply(0));
        assertThat(client.call(new ZkOp.AddWatch("/a", 2)).err()).isEqualTo(-5);
    }

    @Test
    void shouldKnowWhoAConnectionIs() throws Exception {
        assertThat(client.call(auth("u:p")).err()).isZero();
        assertThat(client.call(new ZkOp.WhoAmI())
                        .body(ZkRecord.WhoAmIReply.class)
                        .infos())
                .containsExactly(
                        new ZkRecord.ClientInfo(
                                "ip", client.socket().getLocalAddress().getHostAddress()),
                        new ZkRecord.ClientInfo("digest", "u"));

        List<Acl> mine = List.of(
                new Acl(31, new Id("digest", Authenticator.digest("u:p"))), new Acl(1, new Id("digest", "other:hash")));
        client.call(new ZkOp.Create(OpCodes.CREATE, "/mine", null, mine, 0));
        assertThat(client.call(new ZkOp.GetAcl("/mine"))
                        .body(ZkRecord.AclReply.class)
                        .acl())
                .isEqualTo(mine);

        RawClient stranger = connected();
        assertThat(stranger.call(new ZkOp.GetData("/mine", true)).err()).isEqualTo(-102);
        assertThat(stranger.call(new ZkOp.Exists("/mine", true)).err()).isEqualTo(-102);
        assertThat(stranger.call(new ZkOp.GetAcl("/mine")).err()).isEqualTo(-102);
        stranger.call(auth("super:secret"));
        assertThat(stranger.call(new ZkOp.GetData("/mine", false)).err()).isZero();
    }

    @Test
    void shouldMaskDigestsForWhoMayOnlyRead() throws Exception {
        List<Acl> acl = List.of(new Acl(1, Id.ANYONE), new Acl(31, new Id("digest", "u:hash")));
        client.call(new ZkOp.Create(OpCodes.CREATE, "/masked", null, acl, 0));

        assertThat(client.call(new ZkOp.GetAcl("/masked"))
                        .body(ZkRecord.AclReply.class)
                        .acl())
                .containsExactly(new Acl(1, Id.ANYONE), new Acl(31, new Id("digest", "u:x")));
    }

    @Test
    void shouldRefuseAnUnknownSchemeAndClose() throws Exception {
        RawClient.Reply refused = client.call(new ZkOp.Auth(0, "nobody", new byte[0]));

        assertThat(refused.err()).isEqualTo(-115);
        assertThat(refused.zxid()).isZero();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void shouldRefuseSaslAndClose() throws Exception {
        assertThat(client.call(new ZkOp.Sasl(new byte[3])).err()).isEqualTo(-115);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void shouldRefuseWhatNobodyKnowsAndClose() throws Exception {
        for (int opCode : new int[] {OpCodes.CHECK, 23, OpCodes.CREATE_SESSION, 500}) {
            RawClient asking = connected();
            asking.call(new ZkOp.Exists("/", false));
            RawClient.Reply reply = asking.call(new ZkOp.Unknown(opCode));
            assertThat(reply.err()).isEqualTo(-6);
            assertThat(asking.isClosed()).isTrue();
        }
    }

    @Test
    void shouldAnswerReconfigDisabled() throws Exception {
        assertThat(client.call(new ZkOp.Reconfig(null, null, null, -1)).err()).isEqualTo(-123);
    }

    @Test
    void shouldAnswerAMalformedRequestAndGoOn() throws Exception {
        client.expect(new ZkOp.GetData("", false));
        client.send(Unpooled.buffer()
                .writeInt(12)
                .writeInt(3)
                .writeInt(OpCodes.GET_DATA)
                .writeInt(1 << 30));
        assertThat(client.reply().err()).isEqualTo(-5);
        assertThat(client.call(new ZkOp.Exists("/", false)).err()).isZero();
    }

    @Test
    void shouldAnswerATooLargeRequestSkipItAndGoOn() throws Exception {
        ZkOp large = new ZkOp.SetData("/", new byte[1_200_000], -1);
        assertThat(client.call(large).err()).isEqualTo(-5);
        assertThat(client.call(new ZkOp.Exists("/", false)).err()).isZero();
        assertThat(server.counters().requestsTooLarge()).isPositive();
    }

    @Test
    void shouldTakeSetWatchesThatAreLargerThanOtherRequests() throws Exception {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            paths.add("/many/watches/%08d".formatted(i));
        }
        ZkOp set = new ZkOp.SetWatches(OpCodes.SET_WATCHES, 0, List.of(), paths, List.of(), List.of(), List.of());

        assertThat(RawClient.encoded(1, set).readableBytes()).isGreaterThan(1_048_575);
        assertThat(client.call(set).err()).isZero();
        assertThat(client.call(new ZkOp.CheckWatches(paths.get(59_999), 2)).err())
                .isZero();
    }

    @Test
    void shouldCloseOnFramesOfIllegalLength() throws Exception {
        for (int length : new int[] {-1, 0, 7, Integer.MIN_VALUE, Integer.MAX_VALUE, (4 << 20) + 1}) {
            RawClient bad = connected();
            bad.send(Unpooled.buffer().writeInt(length));
            assertThat(bad.isClosed()).as("length %d", length).isTrue();
            RawClient worse = unconnected();
            worse.send(Unpooled.buffer().writeInt(length).writeZero(8));
            assertThat(worse.isClosed()).as("first length %d", length).isTrue();
        }
    }

    @Test
    void shouldCloseAConnectionThatAsksForNoSession() throws Exception {
        RawClient silent = unconnected();
        RawClient slow = unconnected();
        slow.send(Unpooled.buffer().writeInt(45).writeZero(20));

        assertThat(silent.isClosed()).isTrue();
        assertThat(slow.isClosed()).isTrue();
    }

    @Test
    void shouldAnswerCloseSessionThenClose() throws Exception {
        client.call(create("/mine-", 3));
        RawClient.Reply closed = client.call(new ZkOp.CloseSession());

        assertThat(closed.err()).isZero();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void shouldAnswerPingWithItsOwnXid() throws Exception {
        long zxid = client.call(create("/ping-", 2)).zxid();
        RawClient.Reply pong = client.call(new ZkOp.Ping());

        assertThat(pong.xid()).isEqualTo(-2);
        assertThat(pong.zxid()).isGreaterThanOrEqualTo(zxid);
        assertThat(pong.err()).isZero();
    }

    @Test
    void shouldCloseAClientThatIsSilentForItsTimeout() throws Exception {
        RawClient silent = unconnected();
        silent.handshake(request(4_000, 0));

        assertThat(silent.isClosed()).isTrue();
    }

    @Test
    void shouldBoundConnectionsOfOneAddress() throws Exception {
        List<RawClient> many = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            many.add(unconnected());
        }
        assertThat(many.get(44).isClosed()).isTrue();
        for (RawClient one : many) {
            one.close();
        }
        Awaitility.await().until(() -> {
            try (RawClient again = server.connect()) {
                return again.open().sessionId() != 0;
            } catch (java.io.IOException refused) {
                return false;
            }
        });
    }

    @Test
    void shouldAnswerWords() throws Exception {
        client.call(new ZkOp.Exists("/nowhere", true));

        assertThat(word("ruok")).isEqualTo("imok");
        assertThat(word("isro")).isEqualTo("rw");
        assertThat(word("conf")).isEqualTo("clientPort=2181\n");
        assertThat(word("dirs")).isEqualTo("datadir_size: 10\nlogdir_size: 20\n");
        assertThat(word("srvr"))
                .matches("(?s)Zookeeper version: 3\\.9\\.9-ensemble-0\\.0\\.0, built on 2026-01-01 00:00 UTC\n"
                        + "Latency min/avg/max: \\d+/\\d+\\.\\d+/\\d+\nReceived: \\d+\nSent: \\d+\nConnections: \\d+\n"
                        + "Outstanding: \\d+\nZxid: 0x[0-9a-f]+\nMode: standalone\nNode count: \\d+\n");
        assertThat(word("stat")).contains("\nClients:\n /127.0.0.1:").contains("[1](queued=0,recved=");
        assertThat(word("cons")).contains(",sid=0x").contains(",lop=EXIS,est=").contains(",to=30000,lcxid=0x");
        assertThat(word("envi")).startsWith("Environment:\nzookeeper.version=3.9.9-ensemble-0.0.0, built on ");
        assertThat(word("wchs")).matches("\\d+ connections watching \\d+ paths\nTotal watches:\\d+\n");
        assertThat(word("mntr"))
                .contains(
                        "zk_version\t3.9.9-",
                        "zk_server_state\tstandalone\n",
                        "zk_watch_count\t",
                        "zk_quorum_size\t1\n");
        assertThat(word("wchc")).isEqualTo("wchc is not executed because it is not in the whitelist.\n");
    }

    private static int port(RawClient of) {
        return of.socket().getLocalPort();
    }

    private String word(String word) throws Exception {
        RawClient asking = unconnected();
        asking.send(word.getBytes(StandardCharsets.US_ASCII));
        return asking.rest();
    }

    private RawClient unconnected() throws Exception {
        RawClient one = server.connect();
        clients.add(one);
        return one;
    }

    private RawClient connected() throws Exception {
        RawClient one = unconnected();
        one.open();
        return one;
    }

    private static ZkOp create(String path, int flags) {
        return new ZkOp.Create(OpCodes.CREATE, path, null, OPEN, flags);
    }

    private static ZkOp auth(String userAndPassword) {
        return new ZkOp.Auth(0, "digest", userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    private static ConnectRequest request(int timeoutMs, long sessionId) {
        return new ConnectRequest(0, 0, timeoutMs, sessionId, new byte[16], false);
    }

    private static ByteBuf handshakeFrame(ConnectRequest request) {
        ByteBuf body = Unpooled.buffer();
        io.ensemble.protocol.zookeeper.HandshakeCodec.encode(request, body);
        return Unpooled.buffer().writeInt(body.readableBytes()).writeBytes(body);
    }
}
