package io.ensemble.server.consensus.formation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.server.consensus.FreePorts;
import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.files.DiskFiles;
import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.files.FileTasks;
import io.ensemble.server.consensus.files.RecordingFiles;
import io.ensemble.server.tls.MemberSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormationTest {

    @TempDir
    Path dir;

    private List<MemberAddress> members;
    private final List<Formation> open = new ArrayList<>();

    @BeforeEach
    void pickPorts() {
        members = new ArrayList<>();
        for (int port : FreePorts.pick(3)) {
            members.add(MemberAddress.founder(members.size() + 1, "127.0.0.1", members.size() + 1, port, 9));
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Formation formation : open) {
            formation.close();
        }
    }

    @Test
    void shouldFormOneEnsembleAndKnowItAfterwardsWithoutTheOthers() throws Exception {
        List<Formed> formed = formAll();
        assertThat(formed)
                .hasSize(3)
                .allMatch(f -> f.clusterId() == formed.get(0).clusterId());
        assertThat(formed).allMatch(f -> f.self().life() == 0 && f.members().equals(members));
        assertThat(formed.get(0).clusterId()).isNotZero();

        closeAll();
        assertThat(start(2, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS)).isEqualTo(formed.get(1));
    }

    @Test
    void shouldWaitUntilAllAreThere() throws Exception {
        CompletableFuture<Formed> first = start(1, DiskFiles.INSTANCE);
        CompletableFuture<Formed> second = start(2, DiskFiles.INSTANCE);
        assertThatThrownBy(() -> first.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(Exception.class);

        Formed third = start(3, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);

        assertThat(first.get(10, TimeUnit.SECONDS).clusterId()).isEqualTo(third.clusterId());
        assertThat(second.get(10, TimeUnit.SECONDS).clusterId()).isEqualTo(third.clusterId());
    }

    /** Each member in turn stops before its first, second, ... step on the disk, and comes back. */
    @Test
    void shouldFormOneEnsembleWhereverAMemberCrashes() throws Exception {
        for (int crashing = 1; crashing <= 2; crashing++) {
            boolean crashed = true;
            for (int step = 0; crashed; step++) {
                RecordingFiles files = new RecordingFiles(dataDir(crashing), step);
                CompletableFuture<Formed> dying = start(crashing, files);
                List<CompletableFuture<Formed>> others = new ArrayList<>();
                for (int i = 1; i <= 3; i++) {
                    if (i != crashing) {
                        others.add(start(i, DiskFiles.INSTANCE));
                    }
                }
                dying.exceptionally(e -> null).get(10, TimeUnit.SECONDS);
                crashed = files.crashed();
                closeMember(crashing);
                Formed again = start(crashing, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);
                for (CompletableFuture<Formed> other : others) {
                    assertThat(other.get(10, TimeUnit.SECONDS).clusterId())
                            .as("crash of member %d before step %d", crashing, step)
                            .isEqualTo(again.clusterId());
                }
                closeAll();
                wipeAll();
            }
        }
    }

    /** It must not come back as the one that it was: it may have forgotten a vote. */
    @Test
    void shouldGiveAnEmptyFolderBesideFormedMembersANewLife() throws Exception {
        List<Formed> formed = formAll();
        closeAll();
        wipe(3);
        start(1, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);
        start(2, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);

        Formed back = start(3, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);

        assertThat(back.clusterId()).isEqualTo(formed.get(0).clusterId());
        assertThat(back.self().life()).isNotZero();
        assertThat(back.members()).isEmpty();
        closeMember(3);
        assertThat(start(3, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS)).isEqualTo(back);
    }

    /** A member that joins stops before its first, second, ... step on the disk, and comes back. */
    @Test
    void shouldJoinWhereverItCrashes() throws Exception {
        formAll();
        closeMember(3);
        boolean crashed = true;
        for (int step = 0; crashed; step++) {
            wipe(3);
            RecordingFiles files = new RecordingFiles(dataDir(3), step);
            CompletableFuture<Formed> dying = start(3, files);
            dying.exceptionally(e -> null).get(10, TimeUnit.SECONDS);
            crashed = files.crashed();
            closeMember(3);
            long told = record(3).map(r -> r.self().life()).orElse(0L);

            Formed again = start(3, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);

            assertThat(again.self().life()).as("crash before step %d", step).isNotZero();
            // A life that was told to others, or may have been, is kept.
            assertThat(told)
                    .as("crash before step %d", step)
                    .isIn(0L, again.self().life());
            closeMember(3);
        }
    }

    @Test
    void shouldRefuseWhereNoMajorityHasItsDataAndNameTheRecovery() throws Exception {
        formAll();
        closeAll();
        wipe(1);
        wipe(2);
        start(3, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);
        start(1, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);

        assertThat(failure(start(2, DiskFiles.INSTANCE)))
                .contains("no majority is left: the data folders of members 1, 2 are empty")
                .contains("run, on member 3, ./ensemble members recover --config FILE --without 1,2")
                .doesNotContain("\n");
        assertThat(dataDir(2).resolve("member")).doesNotExist();
    }

    /** Whichever of the two comes first, and although one of them ends before the others look around. */
    @Test
    void shouldNameTheRecoveryAtTheSurvivorAndAtBothThatAreWiped() throws Exception {
        formAll();
        closeAll();
        wipe(1);
        wipe(2);
        open.clear();
        start(3, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);
        Formation survivor = open.get(0);
        start(1, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);
        Formation joining = open.get(1);
        assertThat(failure(start(2, DiskFiles.INSTANCE))).contains("members recover");
        closeMember(2);

        for (Formation each : List.of(survivor, joining)) {
            assertThat(each.lookAround().line())
                    .as("member %d", each.self())
                    .contains("no majority is left: the data folders of members 1, 2 are empty")
                    .contains("members recover --config FILE --without 1,2");
        }
    }

    /** One that told so and has its folder back is not counted as lost any more. */
    @Test
    void shouldForgetThatAFolderWasEmptyOnceItHasData() throws Exception {
        formAll();
        Formation third = open.get(2);
        FormationAnswers.tellBlank(MemberSockets.PLAIN, members.get(2), 1);
        FormationAnswers.tellBlank(MemberSockets.PLAIN, members.get(2), 2);
        assertThat(third.lookAround().line()).isNull();
        closeMember(1);
        closeMember(2);
        assertThat(third.lookAround().line()).isNull();
    }

    @Test
    void shouldKeepTheConfigurationAndEndOnRemoval() throws Exception {
        formAll();
        closeAll();
        start(1, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);
        Formation first = open.get(open.size() - 1);
        List<MemberAddress> grown = new ArrayList<>(members);
        grown.add(new MemberAddress(4, 44, "127.0.0.1", 4, 5, 6));

        assertThat(first.applied(7, grown)).isTrue();
        assertThat(first.applied(3, members.subList(1, 3)))
                .as("older than what is known")
                .isTrue();
        closeAll();
        assertThat(start(1, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS).members())
                .isEqualTo(grown);
        assertThat(open.get(open.size() - 1).applied(9, members.subList(1, 3))).isFalse();
        closeAll();
        assertThatThrownBy(() -> start(1, DiskFiles.INSTANCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("member 1 was removed from ensemble")
                .hasMessageContaining("give it an empty data folder");
    }

    /** It reads, in the log that it is given, of configurations that it was not in yet. */
    @Test
    void shouldNotTakeAnOldConfigurationForARemoval() throws Exception {
        formAll();
        closeMember(3);
        wipe(3);
        Formed joining = start(3, DiskFiles.INSTANCE).get(10, TimeUnit.SECONDS);
        Formation third = open.get(open.size() - 1);
        List<MemberAddress> with = new ArrayList<>(members.subList(0, 2));
        with.add(joining.self());

        assertThat(third.applied(1, members)).isTrue();
        assertThat(third.applied(5, with)).isTrue();
        assertThat(record(3).orElseThrow().isTakenIn()).isTrue();
        assertThat(third.applied(6, members.subList(0, 2))).isFalse();
    }

    @Test
    void shouldRefuseFormedMemberWithoutItsLog() throws Exception {
        formAll();
        closeAll();
        Files.delete(dataDir(2).resolve("log"));
        assertThat(failure(start(2, DiskFiles.INSTANCE))).contains("log missing");
    }

    @Test
    void shouldRefuseLogWithoutRecord() throws Exception {
        formAll();
        closeAll();
        Files.delete(dataDir(2).resolve("member"));
        assertThatThrownBy(() -> start(2, DiskFiles.INSTANCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is missing, though there is a log");
    }

    @Test
    void shouldRefuseDamagedRecordAndOtherConfiguration() throws Exception {
        formAll();
        closeAll();
        Path record = dataDir(2).resolve("member");
        String content = Files.readString(record);

        Files.writeString(record, content.replace("FORMED", "AGREED"));
        assertThatThrownBy(() -> start(2, DiskFiles.INSTANCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("member is damaged: its checksum is wrong");

        Files.writeString(record, content);
        members.set(1, MemberAddress.founder(2, "elsewhere", 2, members.get(1).formationPort(), 9));
        assertThatThrownBy(() -> start(2, DiskFiles.INSTANCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("but the configuration says member 2 at elsewhere (raft 2, peer 9");
    }

    @Test
    void shouldRefuseMembersThatAreConfiguredDifferently() throws Exception {
        start(1, DiskFiles.INSTANCE);
        members.set(2, MemberAddress.founder(3, "127.0.0.1", 99, members.get(2).formationPort(), 9));
        assertThat(failure(start(2, DiskFiles.INSTANCE)))
                .contains("member 1 at 127.0.0.1")
                .contains("has another list of members");
    }

    @Test
    void shouldRefuseFolderAndPortInUse() throws Exception {
        start(1, DiskFiles.INSTANCE);
        assertThatThrownBy(() -> start(1, DiskFiles.INSTANCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in use");
        members.set(1, MemberAddress.founder(2, "127.0.0.1", 2, members.get(0).formationPort(), 9));
        assertThatThrownBy(() -> start(2, DiskFiles.INSTANCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on port " + members.get(0).formationPort());
    }

    /** AGREED is durable before it is told, the log before FORMED, and FORMED before anything is started. */
    @Test
    void shouldForceEachRecordBeforeItCounts() throws Exception {
        members = List.of(members.get(0));
        RecordingFiles files = new RecordingFiles(dataDir(1));
        start(1, files).get(10, TimeUnit.SECONDS);

        List<String> record = List.of(
                "create member.tmp",
                "write member.tmp",
                "force member.tmp",
                "rename member.tmp member",
                "forceDirectory ");
        List<String> log = record.stream().map(s -> s.replace("member", "log")).toList();
        List<String> expected = new ArrayList<>(List.of("createDirectories "));
        expected.addAll(record);
        expected.addAll(log);
        expected.addAll(record);
        assertThat(files.steps()).isEqualTo(expected);
    }

    private Optional<MemberRecord> record(int self) throws IOException {
        return new RecordFile(DiskFiles.INSTANCE, dataDir(self)).read();
    }

    private List<Formed> formAll() throws Exception {
        List<CompletableFuture<Formed>> starting = new ArrayList<>();
        for (int i = 1; i <= members.size(); i++) {
            starting.add(start(i, DiskFiles.INSTANCE));
        }
        List<Formed> formed = new ArrayList<>();
        for (CompletableFuture<Formed> one : starting) {
            formed.add(one.get(10, TimeUnit.SECONDS));
        }
        return formed;
    }

    private CompletableFuture<Formed> start(int self, DurableFiles files) throws IOException {
        FormationSettings settings = new FormationSettings(dataDir(self), self, members, "127.0.0.1", 5);
        CompletableFuture<Formed> result = new CompletableFuture<>();
        Formation formation;
        try {
            formation = Formation.open(settings, files, new FakeLog(files, dataDir(self)));
        } catch (IOException e) {
            if (files instanceof RecordingFiles) {
                result.completeExceptionally(e);
                return result;
            }
            throw e;
        }
        open.add(formation);
        Thread thread = new Thread(() -> {
            try {
                result.complete(formation.form());
            } catch (IOException | InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static String failure(CompletableFuture<Formed> starting) throws Exception {
        try {
            Formed formed = starting.get(10, TimeUnit.SECONDS);
            throw new AssertionError("formed: " + formed);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(IOException.class);
            return e.getCause().getMessage();
        }
    }

    private Path dataDir(int self) {
        return dir.resolve("m" + self);
    }

    private void closeMember(int self) throws IOException {
        for (Formation formation : open) {
            if (formation.self() == self) {
                formation.close();
            }
        }
    }

    private void wipe(int self) throws IOException {
        FileTasks.deleteTree(DiskFiles.INSTANCE, dataDir(self));
    }

    private void wipeAll() throws IOException {
        for (int i = 1; i <= 3; i++) {
            wipe(i);
        }
        open.clear();
    }
}
