package io.ensemble.server.consensus.formation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.server.consensus.FreePorts;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import io.ensemble.server.tls.MemberSockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recovery is refused wherever another ensemble with the same data answers: member 2 is to be recovered. */
class RecoveryTest {
    private static final long CLUSTER = 0x11;
    private static final long RECOVERED = 0x22;

    @TempDir
    Path dir;

    private final List<MemberAddress> places = new ArrayList<>();
    private final List<FormationAnswers> answering = new ArrayList<>();

    @BeforeEach
    void pickPorts() {
        for (int port : FreePorts.pick(5)) {
            places.add(MemberAddress.founder(places.size() + 1, "127.0.0.1", places.size() + 1, port, 9));
        }
    }

    @AfterEach
    void close() {
        answering.forEach(FormationAnswers::close);
    }

    @Test
    void shouldRecoverWhereNobodyAnswers() throws Exception {
        recordOfTwo(places);

        open(places, Set.of(1, 3, 4, 5)).close();
    }

    /** 3 was reborn before, and a recovery resets its life. */
    @Test
    void shouldRefuseBesideASurvivorThatWasRecovered() throws Exception {
        List<MemberAddress> members = new ArrayList<>(places);
        members.set(2, places.get(2).reborn(99));
        recordOfTwo(members);
        answer(State.FORMED, RECOVERED, places.get(2), -1, List.of(places.get(2)));

        assertThatThrownBy(() -> open(places, Set.of(1, 3, 4, 5)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("member 3")
                .hasMessageContaining("was recovered already, as ensemble 0000000000000022");
    }

    @Test
    void shouldRefuseWhereAMemberWaitsForTheRecoveredOne() throws Exception {
        recordOfTwo(places);
        answer(State.FORMED, RECOVERED, places.get(0).reborn(5), -1, List.of());

        assertThatThrownBy(() -> open(places, Set.of(1, 3, 4, 5)))
                .hasMessageContaining("member 1")
                .hasMessageContaining("waits to be taken into ensemble 0000000000000022");
    }

    /** 1 and 3 were replaced by 4 and 5 while 2 was down: only its configuration names them. */
    @Test
    void shouldRefuseBesideTheLivingEnsembleThatTheRecordDoesNotKnow() throws Exception {
        recordOfTwo(places.subList(0, 3));
        MemberAddress fourth = places.get(3).reborn(4);
        answer(
                State.FORMED,
                CLUSTER,
                fourth,
                40,
                List.of(places.get(1), fourth, places.get(4).reborn(5)));

        assertThatThrownBy(() -> open(places, Set.of(1, 3)))
                .hasMessageContaining("member 4")
                .hasMessageContaining("lists members that this one's record does not know: 4-0000000000000004, 5-")
                .hasMessageContaining("The ensemble went on while this one was away");
    }

    @Test
    void shouldRefuseBesideOneWithDataUnderALifeThatIsNotListed() throws Exception {
        List<MemberAddress> members = new ArrayList<>(places);
        members.set(2, places.get(2).reborn(99));
        recordOfTwo(members);
        answer(State.FORMED, CLUSTER, places.get(2), -1, places);

        assertThatThrownBy(() -> open(places, Set.of(1, 3, 4, 5)))
                .hasMessageContaining("member 3 answers")
                .hasMessageContaining("stop it first");
    }

    @Test
    void shouldRecoverBesideMembersWithoutData() throws Exception {
        recordOfTwo(places);
        answer(State.EMPTY, 0, places.get(0), -1, places);
        answer(State.FORMED, CLUSTER, places.get(2).reborn(7), -1, List.of());

        open(places, Set.of(1, 3, 4, 5)).close();
    }

    @Test
    void shouldAskAtEachPlaceThatTheRecordOrTheConfigurationNames() {
        MemberAddress moved = new MemberAddress(3, 0, "elsewhere", 3888, 4888, 2888);
        Collection<MemberAddress> asked = RecoveryRules.toAsk(
                record(State.FORMED, CLUSTER, places.get(1), 7, places.subList(0, 3)),
                List.of(places.get(1), moved, places.get(3)));

        assertThat(asked).containsExactly(places.get(0), places.get(2), moved, places.get(3));
    }

    private void recordOfTwo(List<MemberAddress> members) throws IOException {
        DiskFiles.INSTANCE.createDirectories(dir);
        new RecordFile(DiskFiles.INSTANCE, dir).write(record(State.FORMED, CLUSTER, places.get(1), 7, members));
    }

    private static MemberRecord record(
            State state, long cluster, MemberAddress self, long configuration, List<MemberAddress> members) {
        return new MemberRecord(state, cluster, self, configuration, members);
    }

    private void answer(State state, long cluster, MemberAddress self, long configuration, List<MemberAddress> members)
            throws IOException {
        answering.add(new FormationAnswers(
                "127.0.0.1", MemberSockets.PLAIN, record(state, cluster, self, configuration, members)));
    }

    private Recovery open(List<MemberAddress> configured, Set<Integer> without) throws IOException {
        return Recovery.open(new FormationSettings(dir, 2, configured, "127.0.0.1", 5), DiskFiles.INSTANCE, without);
    }
}
