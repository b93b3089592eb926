package io.ensemble.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with processes that only look like members. */
class LocalEnsembleTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private LocalLayout layout;
    private LocalEnsemble ensemble;

    @BeforeEach
    void layOut() {
        int client = FreePorts.forMembers(3);
        layout = new LocalLayout(folder.resolve("data"), 3, client, client + FreePorts.ADMIN_STEP);
        ensemble = ensemble(List.of());
    }

    @AfterEach
    void stop() {
        ensemble.stop();
    }

    @Test
    void shouldServeWithAllMembersAndStopThem() {
        ensemble.start();

        assertThat(ensemble.isServing()).isTrue();
        assertThat(ensemble.table().lines()).hasSize(4);
        assertThat(ensemble.table()).contains("follower").doesNotContain("down");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("member 3 serves after");

        assertThat(ensemble.stop()).isEqualTo(3);
        assertThat(ensemble.members()).noneMatch(LocalMember::isRunning);
        assertThat(ensemble.isWanted()).isFalse();
    }

    @Test
    void shouldTakeTheFirstAdminPortsThatAreFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(layout.adminPort() + 1, 1, InetAddress.getLoopbackAddress())) {
            LocalLayout moved = layout.withFreeAdminPorts();

            assertThat(moved.adminPort()).isGreaterThan(taken.getLocalPort());
            assertThat(moved.numbers())
                    .allMatch(m -> PortOwner.isFree(moved.ports(m).admin()));
            assertThat(moved.connectString()).isEqualTo(layout.connectString());
            moved.save();
            assertThat(LocalLayout.load(layout.data())).isEqualTo(moved);
        }
        assertThat(new LocalLayout(layout.data(), 3, layout.clientPort(), layout.clientPort() - 1)
                        .withFreeAdminPorts()
                        .adminPort())
                .isGreaterThanOrEqualTo(layout.clientPort() + 3);
    }

    @Test
    void shouldKillPauseResumeAndStartOneMember() {
        ensemble.start();
        LocalMember second = ensemble.member(2);

        second.pause();
        assertThat(ensemble.table()).contains("paused");
        assertThat(ensemble.isServing()).isFalse();
        second.resume();
        assertThat(ensemble.isServing()).isTrue();

        second.kill();
        assertThat(ensemble.table()).contains("down");
        assertThat(ensemble.isWanted()).isTrue();
        assertThatThrownBy(second::pause).hasMessage("member 2 is not running");

        another().start(second);
        assertThat(ensemble.isServing()).isTrue();
        assertThatThrownBy(() -> another().start(second)).hasMessageContaining("member 2 is running already, pid ");
    }

    @Test
    void shouldStartWhatDoesNotRun() {
        ensemble.start();
        ensemble.member(1).kill();
        ensemble.member(3).kill();
        long second = ensemble.member(2).pid().orElseThrow();

        ensemble.startAll();

        assertThat(ensemble.isServing()).isTrue();
        assertThat(ensemble.member(2).pid()).hasValue(second);
    }

    @Test
    void shouldNotTakeAnyFolderForAnInstalledEnsemble() {
        assertThatThrownBy(() -> JavaCommand.ofJars(folder)).hasMessageContaining("there is no ensemble-server-*.jar");
    }

    @Test
    void shouldStopAPausedMember() {
        ensemble.start();
        ensemble.member(1).pause();

        assertThat(ensemble.stop()).isEqualTo(3);
        assertThat(ensemble.members()).noneMatch(LocalMember::isRunning);
    }

    @Test
    void shouldNameThePortThatIsTakenAndItsOwner() throws IOException {
        int raft = layout.ports(2).raft();
        try (ServerSocket taken = new ServerSocket(raft, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(ensemble::start)
                    .isInstanceOf(LocalException.class)
                    .hasMessageContaining("port " + raft + " (member 2, raft) is in use by pid "
                            + ProcessHandle.current().pid());
        }
        assertThat(ensemble.isWanted()).isFalse();
    }

    @Test
    void shouldRefuseToStartTwice() {
        ensemble.start();

        assertThatThrownBy(() -> another().start()).hasMessageContaining("is running already: member 1 is pid ");
        assertThat(ensemble.isServing()).isTrue();
    }

    @Test
    void shouldLeaveNoneBehindWhenOneEnds() {
        ensemble = ensemble(List.of("-Dstub.refuse=2"));

        assertThatThrownBy(ensemble::start)
                .hasMessageContaining("member 2 ended: the disk of this member is made of cheese");
        assertThat(ensemble.members()).noneMatch(LocalMember::isRunning);
    }

    @Test
    void shouldNotTakeAnotherProcessForAMember() throws IOException {
        LocalMember member = ensemble.member(1);
        member.files().prepare();
        member.files().writePid(ProcessHandle.current().pid());

        assertThat(member.isRunning()).isFalse();
        assertThat(ensemble.stop()).isZero();
        Files.writeString(layout.folder(1).resolve("pid"), "not a number");
        assertThat(member.isRunning()).isFalse();
    }

    @Test
    void shouldComeBackWithWhatTheFolderWasMadeWith() {
        layout.save();

        assertThat(LocalLayout.loadOrNew(layout.data(), null, null)).isEqualTo(layout);
        assertThatThrownBy(() -> LocalLayout.loadOrNew(layout.data(), 5, null))
                .hasMessageContaining("has --members 3, not 5");
        assertThatThrownBy(() -> LocalLayout.loadOrNew(layout.data(), 3, 9))
                .hasMessageContaining("has --client-port " + layout.clientPort() + ", not 9");
        assertThatThrownBy(() -> LocalLayout.load(folder.resolve("none"))).hasMessageContaining("there is no ensemble");
        assertThatThrownBy(() -> LocalLayout.loadOrNew(folder, 10, null)).hasMessageContaining("1 to 9");
        assertThatThrownBy(() -> LocalLayout.loadOrNew(folder, 3, 65_000)).hasMessageContaining("1 to 62533");
    }

    private LocalEnsemble another() {
        return ensemble(List.of());
    }

    private LocalEnsemble ensemble(List<String> moreOptions) {
        List<String> options = new ArrayList<>(List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        options.addAll(moreOptions);
        JavaCommand stub = new JavaCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                StubMember.class.getName(),
                options,
                ClassArchive.NONE);
        return new LocalEnsemble(layout, stub, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }
}
