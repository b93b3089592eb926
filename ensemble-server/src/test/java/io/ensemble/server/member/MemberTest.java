package io.ensemble.server.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.lane.ClientOutput;
import io.ensemble.server.lane.Handshake;
import io.ensemble.server.lane.LaneSession;
import io.ensemble.server.lane.Request;
import io.ensemble.server.lane.WatchTable;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.state.State;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.ApplyGuard;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One whole member over a log of its own, in one thread under a clock that the test moves. */
class MemberTest {
    private final ManualLoop loop = new ManualLoop();
    private final LoneLog log = new LoneLog(loop);
    private final Map<WriteStage, List<Long>> stagesMs = new EnumMap<>(WriteStage.class);
    private long forwardMs;
    private final List<PeerMessage> told = new ArrayList<>();
    private PeerLinks.Receiver peers;
    private Member member;

    @BeforeEach
    void start() throws Exception {
        member = new Member(new Wiring(
                1,
                new EntryCodec(7),
                new SnapshotCodec(7),
                log,
                receiver -> new PeerLinks() {
                    {
                        peers = receiver;
                    }

                    @Override
                    public void send(int to, PeerMessage message) {
                        if (to != 1) {
                            told.add(message);
                            return;
                        }
                        Runnable arrives = () -> receiver.received(1, message);
                        if (forwardMs > 0) {
                            loop.schedule(forwardMs, arrives);
                        } else {
                            loop.execute(arrives);
                        }
                    }

                    @Override
                    public void closeAll() {}
                },
                loop,
                loop,
                List.of(loop),
                new Wiring.Randomness() {
                    @Override
                    public long nonce() {
                        return 42;
                    }

                    @Override
                    public byte[] password() {
                        return new byte[16];
                    }
                },
                MemberSettings.DEFAULT,
                MemberGuard.ALL,
                ApplyGuard.ALL,
                new MemberProbe() {
                    @Override
                    public void stage(WriteStage stage, long nanos) {
                        stagesMs.computeIfAbsent(stage, s -> new ArrayList<>()).add(nanos / 1_000_000);
                    }
                },
                8,
                (why, cause) -> {
                    throw new AssertionError(why, cause);
                }));
        member.start();
        loop.pass(50);
    }

    @Test
    void shouldServeOnceItsIncarnationIsGranted() {
        assertThat(member.isServing()).isTrue();
        assertThat(member.state().incarnation(1)).isEqualTo(1);
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrderWithReadsBetweenWritesFrozen() {
        Client client = connect();

        client.create("/a", "0");
        client.set("/a", "1");
        client.get("/a");
        client.set("/a", "2");
        client.get("/a");
        client.sync();
        client.set("/a", "3");
        loop.run();

        assertThat(client.seen)
                .containsExactly("created /a", "set v1", "get 1", "set v2", "get 2", "synced", "set v3", "flush");
    }

    @Test
    void shouldTellAnEventBeforeTheAnswerThatShowsIt() {
        Client client = connect();
        client.create("/a", "0");
        loop.run();
        client.seen.clear();

        client.watch("/a");
        client.set("/a", "1");
        client.get("/a");
        loop.run();

        assertThat(client.seen)
                .containsExactly("watching", "flush", "event NODE_DATA_CHANGED /a", "set v1", "get 1", "flush");
    }

    @Test
    void shouldHoldOutputAndCloseTheConnectionWhenNothingIsConfirmed() {
        Client client = connect();
        client.create("/a", "0");
        loop.run();
        client.seen.clear();
        log.stuck = true;

        loop.pass(1_400);
        client.session.heard();
        client.get("/a");
        loop.run();
        assertThat(client.seen).containsExactly("get 0");

        loop.pass(2_000);
        assertThat(client.seen).last().asString().startsWith("closed");
    }

    @Test
    void shouldGoOnWhenTheLogRefusesWhatAStalledLeaderWaitsFor() {
        Client client = connect();
        log.stuck = true;
        client.create("/a", "0");
        loop.pass(1_200);
        assertThat(client.seen).doesNotContain("created /a");

        log.stuck = false;
        log.refuse();
        loop.pass(700);

        assertThat(client.seen).contains("created /a");
    }

    @Test
    void shouldKeepWhatAnybodyMaySendForASecretOutOfTheLog() {
        Client client = connect();
        List<Client> strangers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Client stranger = new Client();
            strangers.add(stranger);
            member.lanes().get(0).attach(stranger, 99, new byte[1 << 20], 4_000, 0);
        }
        client.create("/a", "0");
        loop.run();

        assertThat(strangers).allSatisfy(stranger -> assertThat(stranger.seen).containsExactly("expired"));
        assertThat(client.seen).containsExactly("created /a", "flush");
        assertThat(log.largest).isLessThan(1 << 10);
    }

    @Test
    void shouldRefuseWhatNoEntryTakes() {
        Client client = connect();
        String data = "x".repeat(MemberSettings.DEFAULT.entryBytesMax() / 4);
        List<Op> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            four.add(new Op.Create("/" + i, Client.bytes(data), AclList.OPEN.entries(), CreateMode.PERSISTENT, 0));
        }

        client.write(new Op.Multi(four));
        client.write(new Op.Multi(four.subList(0, 3)));
        client.create("/a", "0");
        loop.run();

        client.seen.removeIf("flush"::equals);
        assertThat(client.seen.get(0)).contains("BAD_ARGUMENTS");
        assertThat(client.seen.get(1)).contains("MultiDone");
        assertThat(client.seen.get(2)).isEqualTo("created /a");
        assertThat(log.largest).isGreaterThan(3 << 20);
    }

    @Test
    void shouldTurnAwayABatchThatNoEntryTakes() {
        Client client = connect();
        byte[] bytes = new byte[MemberSettings.DEFAULT.entryBytesMax()];

        peers.received(2, new PeerMessage.Forward(1, new EncodedPart.Batch(2, 1, 1, 1, bytes), List.of()));
        client.create("/a", "0");
        loop.run();

        assertThat(client.seen).contains("created /a");
        assertThat(told).anySatisfy(message -> assertThat(message).isInstanceOf(PeerMessage.Reject.class));
    }

    @Test
    void shouldCloseOnlyTheConnectionWhoseFrontEndFails() {
        Client broken = connect();
        Client other = connect();

        broken.session.submit(new Request.Read() {
            @Override
            protected void run(State at) {
                throw new IllegalStateException("planted");
            }
        });
        broken.create("/b", "0");
        other.create("/o", "0");
        loop.run();

        assertThat(broken.seen).containsExactly("closed: internal error");
        assertThat(other.seen).containsExactly("created /o", "flush");
    }

    @Test
    void shouldExpireASilentSessionWithItsEphemerals() {
        Client client = connect();
        client.ephemeral("/e");
        loop.run();
        assertThat(member.state().find("/e")).isNotNull();

        loop.pass(4_000);
        assertThat(member.state().find("/e")).isNotNull();

        loop.pass(1_000);
        assertThat(member.state().find("/e")).isNull();
        assertThat(member.state().sessionCount()).isZero();
        assertThat(client.seen).last().asString().startsWith("closed");
    }

    @Test
    void shouldKeepASessionWhoseClientIsHeardOf() {
        Client client = connect();

        for (int i = 0; i < 20; i++) {
            loop.pass(1_300);
            client.session.heard();
        }

        assertThat(member.state().sessionCount()).isEqualTo(1);
        assertThat(client.seen).noneMatch(seen -> seen.startsWith("closed"));
    }

    @Test
    void shouldReportItsDigestsAndThenBeQuiet() {
        Client client = connect();
        for (int i = 0; i < 20; i++) {
            client.create("/n" + i, "0");
            loop.run();
        }
        loop.pass(10_000); // the session expires on the way
        long index = log.index;

        loop.pass(600_000);

        assertThat(log.confirmed).isNotEmpty().allMatch(at -> at % 8 == 0).contains(index / 8 * 8);
        assertThat(log.index).as("no entries where nothing changes").isEqualTo(index);
        assertThat(member.confirmedIndex()).isEqualTo(index / 8 * 8);
    }

    @Test
    void shouldTimeTheStagesOfAWrite() {
        Client client = connect();
        client.create("/a", "0");
        loop.run();
        stagesMs.clear();
        forwardMs = 2;
        log.commitMs = 5;

        client.set("/a", "1");
        loop.pass(3);
        client.set("/a", "2");
        loop.pass(20);

        assertThat(stagesMs)
                .containsOnly(
                        Map.entry(WriteStage.GATHER, List.of(0L, 4L)),
                        Map.entry(WriteStage.LEADER_GATHER, List.of(0L, 0L)),
                        Map.entry(WriteStage.LEADER_LOG, List.of(5L, 5L)),
                        Map.entry(WriteStage.LOG, List.of(7L, 7L)),
                        Map.entry(WriteStage.ANSWER, List.of(0L, 0L)));
    }

    private Client connect() {
        Client client = new Client();
        member.lanes().get(0).open(client, 4_000);
        loop.run();
        assertThat(client.session).isNotNull();
        client.seen.clear();
        return client;
    }

    /** A client that writes down what it is told. */
    private static final class Client implements Handshake, ClientOutput {
        private final List<String> seen = new ArrayList<>();
        private LaneSession session;

        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public Identities identities() {
            return new Identities(List.of(), false);
        }

        @Override
        public ClientOutput connected(LaneSession now, byte[] password) {
            session = now;
            return this;
        }

        @Override
        public void expired() {
            seen.add("expired");
        }

        @Override
        public void dropped(String why) {
            seen.add("dropped");
        }

        @Override
        public void event(WatchTable.EventType type, String path, long zxid) {
            seen.add("event " + type + " " + path);
        }

        @Override
        public void flush() {
            seen.add("flush");
        }

        @Override
        public long unsentBytes() {
            return 0;
        }

        @Override
        public void close(Ending ending, String why, boolean flushFirst) {
            seen.add("closed: " + why);
        }

        void create(String path, String data) {
            write(new Op.Create(path, bytes(data), AclList.OPEN.entries(), CreateMode.PERSISTENT, 0));
        }

        void ephemeral(String path) {
            write(new Op.Create(path, null, AclList.OPEN.entries(), CreateMode.EPHEMERAL, 0));
        }

        void set(String path, String data) {
            write(new Op.SetData(path, bytes(data), -1));
        }

        void write(Op op) {
            session.submit(new Request.Write(op) {
                @Override
                protected void done(Outcome outcome, long zxid) {
                    if (outcome instanceof Outcome.Created created) {
                        seen.add("created " + created.path());
                    } else if (outcome instanceof Outcome.DataSet set) {
                        seen.add("set v" + set.stat().version());
                    } else {
                        seen.add(outcome.toString());
                    }
                }
            });
        }

        void get(String path) {
            session.submit(new Request.Read() {
                @Override
                protected void run(State at) {
                    seen.add("get " + new String(at.find(path).data(), StandardCharsets.UTF_8));
                }
            });
        }

        void watch(String path) {
            session.submit(new Request.Read() {
                @Override
                protected void run(State at) {
                    session.lane().watches().add(session, path, WatchTable.Kind.DATA);
                    seen.add("watching");
                }
            });
        }

        void sync() {
            session.submit(new Request.Barrier() {
                @Override
                protected void done(long zxid) {
                    seen.add("synced");
                }
            });
        }

        static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
