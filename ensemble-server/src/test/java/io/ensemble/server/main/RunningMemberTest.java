package io.ensemble.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.FreePorts;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.lane.ClientOutput;
import io.ensemble.server.lane.Handshake;
import io.ensemble.server.lane.LaneSession;
import io.ensemble.server.lane.Request;
import io.ensemble.server.lane.WatchTable;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members of production in one process: Ratis, sockets and disk are real. */
class RunningMemberTest {
    private static final int MEMBERS = 3;

    @TempDir
    private Path dir;

    private final Map<Integer, RunningMember> members = new HashMap<>();
    private final List<String> halts = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        List<MemberAddress> addresses = new ArrayList<>();
        Iterator<Integer> port = FreePorts.pick(3 * MEMBERS).iterator();
        for (int i = 1; i <= MEMBERS; i++) {
            addresses.add(MemberAddress.founder(i, "127.0.0.1", port.next(), port.next(), port.next()));
        }
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 1; i <= MEMBERS; i++) {
            int self = i;
            MemberPlan plan = new MemberPlan(
                    self,
                    addresses,
                    "127.0.0.1",
                    dir.resolve("member-" + self),
                    settings -> settings,
                    MemberSettings.DEFAULT,
                    PeerSettings.DEFAULT,
                    1,
                    MemberProbe.NONE,
                    PeerProbe.NONE,
                    (why, cause) -> halts.add(why));
            starts.add(CompletableFuture.runAsync(() -> {
                try {
                    RunningMember member = RunningMember.start(plan);
                    synchronized (members) {
                        members.put(self, member);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> members.values().stream()
                        .allMatch(member -> member.member().isServing()));
    }

    @AfterEach
    void stop() throws IOException {
        for (RunningMember member : members.values()) {
            member.close();
        }
        assertThat(halts).isEmpty();
    }

    @Test
    void shouldApplyWritesOfAllMembersOnceAndGoOnWithoutTheLeader() throws Exception {
        List<Client> clients = new ArrayList<>();
        for (RunningMember member : members.values()) {
            clients.add(Client.connect(member));
        }
        for (int i = 0; i < MEMBERS; i++) {
            clients.get(i).write(new Op.Create("/n" + i, null, AclList.OPEN.entries(), CreateMode.PERSISTENT, 0));
            for (int n = 0; n < 500; n++) {
                clients.get(i).write(new Op.SetData("/n" + i, new byte[100], n));
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> clients.stream().allMatch(c -> c.answered.get() == 501));
        assertThat(clients).allMatch(client -> client.failed.get() == 0);

        int leader = members.get(1).log().leadership().leader();
        RunningMember stopped = members.remove(leader);
        int before = 501;
        for (RunningMember member : members.values()) {
            clients.stream().filter(c -> c.member == member).forEach(c -> {
                for (int n = 0; n < 100; n++) {
                    c.write(new Op.SetData("/n" + clients.indexOf(c), new byte[10], 500 + n));
                }
            });
        }
        stopped.close();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> clients.stream()
                        .filter(c -> c.member != stopped)
                        .allMatch(c -> c.answered.get() == before + 100));

        assertThat(clients).allMatch(client -> client.failed.get() == 0);
        await().until(() -> members.values().stream()
                        .map(member -> member.member().state().digest())
                        .distinct()
                        .count()
                == 1);
    }

    /** Counts its answers; confined to its lane's loop but for the counts. */
    private static final class Client implements Handshake, ClientOutput {
        private final RunningMember member;
        private final CompletableFuture<LaneSession> session = new CompletableFuture<>();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        Client(RunningMember member) {
            this.member = member;
        }

        static Client connect(RunningMember member) {
            Client client = new Client(member);
            member.laneLoop(0).execute(() -> member.member().lanes().get(0).open(client, 30_000));
            client.session.join();
            return client;
        }

        void write(Op op) {
            member.laneLoop(0)
                    .execute(() -> session.join().submit(new Request.Write(op) {
                        @Override
                        protected void done(Outcome outcome, long zxid) {
                            if (outcome instanceof Outcome.Failed) {
                                failed.incrementAndGet();
                            }
                            answered.incrementAndGet();
                        }
                    }));
        }

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
            session.complete(now);
            return this;
        }

        @Override
        public void expired() {
            failed.incrementAndGet();
        }

        @Override
        public void dropped(String why) {
            failed.incrementAndGet();
        }

        @Override
        public void event(WatchTable.EventType type, String path, long zxid) {}

        @Override
        public void flush() {}

        @Override
        public long unsentBytes() {
            return 0;
        }

        @Override
        public void close(Ending ending, String why, boolean flushFirst) {}
    }
}
