package io.ensemble.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.server.consensus.FreePorts;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.FileTasks;
import io.ensemble.server.consensus.formation.MembershipClient;
import io.ensemble.server.member.Diverged;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.server.peer.PeerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of production that come, lose their folders and go, in one process. */
class RunningMembershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    private final List<MemberAddress> places = new ArrayList<>();
    private final Map<Integer, RunningMember> running = new TreeMap<>();
    private final Map<Integer, String> halts = new ConcurrentHashMap<>();

    RunningMembershipTest() {
        Iterator<Integer> port = FreePorts.pick(3 * 3).iterator();
        for (int number = 1; number <= 3; number++) {
            places.add(MemberAddress.founder(number, "127.0.0.1", port.next(), port.next(), port.next()));
        }
    }

    @AfterEach
    void stopAll() throws IOException {
        for (RunningMember member : running.values()) {
            member.close();
        }
    }

    @Test
    void shouldGrowTakeBackAWipedMemberHandOverAndShrink() throws Exception {
        start(1, places.subList(0, 1));
        awaitServing(1);
        for (int number = 2; number <= 3; number++) {
            start(number, places);
            assertThat(ask(1, "add 127.0.0.1 " + place(number).formationPort()))
                    .isEqualTo("ok member " + number + " was added");
            awaitServing(number);
        }
        assertThat(running.values()).allMatch(m -> m.log().voters().size() == 3);
        String before = life(3);

        stop(3);
        FileTasks.deleteTree(DiskFiles.INSTANCE, dir.resolve("member-3"));
        start(3, places);
        awaitServing(3);
        assertThat(life(3)).isNotEqualTo(before);

        // One that halts since its state differs comes back by itself, on the same folder, in the same way.
        String wiped = life(3);
        RunningMember.halting(plan(3, places)).accept("planted", new Diverged("planted"));
        assertThat(halts.remove(3)).isEqualTo("planted");
        stop(3);
        start(3, places);
        awaitServing(3);
        assertThat(life(3)).isNotEqualTo(wiped);
        assertThat(dir.resolve("member-3").resolve("kept-diverged-1"))
                .isDirectoryContaining("glob:**/raft")
                .isDirectoryContaining("glob:**/member");
        assertThat(ask(3, "list")).contains("1       leader    voter").contains("3*      follower  voter");

        running.get(1).handOver();
        await().atMost(PATIENCE).until(() -> leader() > 1);
        int leader = leader();
        assertThat(ask(1, "remove " + leader)).isEqualTo("ok member " + leader + " was removed");
        await().atMost(PATIENCE).until(() -> halts.containsKey(leader));
        assertThat(halts.get(leader)).contains("was removed from");
        stop(leader);
        await().atMost(PATIENCE).until(() -> running.get(1).log().voters().size() == 2);

        int other = leader == 2 ? 3 : 2;
        stop(other);
        await().atMost(PATIENCE).until(() -> leader() == 0);
        assertThat(ask(1, "remove " + other)).startsWith("no nobody leads: a change needs a majority of the members");
        assertThat(halts).containsOnlyKeys(leader);
    }

    private int leader() {
        return running.get(1).log().leadership().leader();
    }

    private String ask(int member, String request) throws IOException {
        return MembershipClient.ask("127.0.0.1", place(member).formationPort(), request, 60_000);
    }

    private String life(int member) {
        return running.get(member).log().membership().self().name();
    }

    private MemberAddress place(int number) {
        return places.get(number - 1);
    }

    private void start(int number, List<MemberAddress> listed) throws Exception {
        running.put(number, RunningMember.start(plan(number, listed)));
    }

    private MemberPlan plan(int number, List<MemberAddress> listed) {
        return new MemberPlan(
                number,
                listed,
                "127.0.0.1",
                dir.resolve("member-" + number),
                settings -> settings,
                MemberSettings.DEFAULT,
                PeerSettings.DEFAULT,
                1,
                MemberProbe.NONE,
                PeerProbe.NONE,
                (why, cause) -> halts.put(number, why));
    }

    private void awaitServing(int number) {
        await().atMost(PATIENCE).until(() -> running.get(number).member().isServing());
    }

    private void stop(int number) throws IOException {
        running.remove(number).close();
    }
}
