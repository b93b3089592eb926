package io.ensemble.deploy.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An ensemble on this machine for programs, tests above all: each member a process of its own on 127.0.0.1, on ports that
 * were free, as {@code ./ensemble local} starts them. Members are numbered from 1. Each call returns when what it says is so,
 * and throws {@link LocalException} where it cannot be. They end with {@link #close}, or with this JVM if it ends in order.
 * One thread at a time.
 */
public final class MemberProcesses implements AutoCloseable {
    private static final Duration STOP_BOUND = Duration.ofSeconds(20);
    private static final int STARTS_MAX = 3;

    private final LocalEnsemble ensemble;
    private final Thread hook;

    private MemberProcesses(LocalEnsemble ensemble) {
        this.ensemble = ensemble;
        this.hook = new Thread(ensemble::stop, "stop-members");
    }

    /**
     * Starts members, and waits until all serve.
     *
     * @param folder for their data, configuration and logs
     * @param jars of an installed Ensemble; null for this JVM's own class path
     */
    public static MemberProcesses start(Path folder, int members, @Nullable Path jars) {
        JavaCommand java = (jars == null ? JavaCommand.ofThisJvm() : JavaCommand.ofJars(jars)).forShortRuns();
        for (int starts = 1; ; starts++) {
            int port = FreePorts.forMembers(members);
            LocalLayout layout = new LocalLayout(
                            folder.toAbsolutePath().resolve("start-" + starts),
                            members,
                            port,
                            port + FreePorts.ADMIN_STEP)
                    .checked();
            PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            MemberProcesses started = new MemberProcesses(new LocalEnsemble(layout, java, nobody));
            Runtime.getRuntime().addShutdownHook(started.hook);
            try {
                started.ensemble.start();
                return started;
            } catch (LocalException e) {
                started.close();
                // Somebody else may have taken a port meanwhile.
                if (starts == STARTS_MAX || layout.numbers().stream().allMatch(m -> isFree(layout.ports(m)))) {
                    throw e;
                }
            }
        }
    }

    private static boolean isFree(MemberPorts ports) {
        return ports.all().values().stream().allMatch(PortOwner::isFree);
    }

    /** The members' numbers. */
    public List<Integer> numbers() {
        return ensemble.layout().numbers();
    }

    /** Where the native API of a member is: {@code host:port}. */
    public String grpc(int member) {
        return "127.0.0.1:" + ensemble.member(member).ports().grpc();
    }

    /** Where ZooKeeper's clients find all members: {@code host:port,host:port,...}. */
    public String zookeeper() {
        return numbers().stream().map(this::zookeeper).collect(Collectors.joining(","));
    }

    /** Where ZooKeeper's clients find one member. */
    public String zookeeper(int member) {
        return "127.0.0.1:" + ensemble.member(member).ports().client();
    }

    /** A member's folder: its {@code config.yaml}, {@code log/} and {@code state/}. */
    public Path folder(int member) {
        return ensemble.member(member).files().folder();
    }

    /** A member's process; empty while it does not run. */
    public Optional<Long> pid(int member) {
        return ensemble.member(member).pid();
    }

    public boolean isPaused(int member) {
        return ensemble.member(member).isPaused();
    }

    /** Ends a member at once (SIGKILL), paused or not. */
    public void kill(int member) {
        ensemble.member(member).kill();
    }

    /** Ends a member in order (SIGTERM). */
    public void stop(int member) {
        LocalMember it = ensemble.member(member);
        it.terminate();
        it.awaitEndOrKill(STOP_BOUND);
    }

    /** Lets a member stand still (SIGSTOP); its connections stay open. */
    public void pause(int member) {
        ensemble.member(member).pause();
    }

    /** Lets a member that stands still go on (SIGCONT). */
    public void resume(int member) {
        ensemble.member(member).resume();
    }

    /** Starts a member that does not run, on its data, and waits until it serves. */
    public void start(int member) {
        ensemble.start(ensemble.member(member));
    }

    /** Ends a member in order, starts it again on its data, and waits until it serves. */
    public void restart(int member) {
        ensemble.restart(ensemble.member(member));
    }

    /** Starts what does not run, lets go on what stands still, and waits until all members serve. */
    public void heal() {
        for (int member : numbers()) {
            if (isPaused(member)) {
                resume(member);
            }
        }
        ensemble.startAll();
    }

    /** Ends all members. */
    @Override
    public void close() {
        ensemble.stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is about to end: the hook does what was just done.
            return;
        }
    }
}
