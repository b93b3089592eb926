package io.ensemble.junit;

import io.ensemble.client.Ensemble;
import io.ensemble.client.EnsembleException;
import io.ensemble.client.Options;
import io.ensemble.client.Status;
import io.ensemble.client.StatusRequests;
import io.ensemble.deploy.local.MemberProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The members of a test: where they are, who leads, and what can be done to them. Members are numbered from 1. Each call
 * returns when what it says is so, and throws an unchecked exception, with one line that says why, where it cannot be. One
 * thread at a time; what only asks may be called by any.
 */
public final class TestMembers {
    private static final Duration STATUS_BOUND = Duration.ofSeconds(1);
    private static final Duration LEADER_BOUND = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_MS = 20;

    private final MemberProcesses processes;

    TestMembers(MemberProcesses processes) {
        this.processes = processes;
    }

    /** The members' numbers. */
    public List<Integer> numbers() {
        return processes.numbers();
    }

    /** All members, as {@link Ensemble#connect} takes them. */
    public String connectString() {
        return numbers().stream().map(this::connectString).collect(Collectors.joining(","));
    }

    /** One member, as {@link Ensemble#connect} takes it. */
    public String connectString(int member) {
        return processes.grpc(member);
    }

    /** All members, as ZooKeeper's clients take them. */
    public String zookeeperConnectString() {
        return processes.zookeeper();
    }

    /** One member, as ZooKeeper's clients take it. */
    public String zookeeperConnectString(int member) {
        return processes.zookeeper(member);
    }

    /** Another client, which the test has to close. */
    public Ensemble connect() {
        return connect(Options.DEFAULT);
    }

    /** Another client, which the test has to close. */
    public Ensemble connect(Options options) {
        return Ensemble.connect(connectString(), options);
    }

    /** Who leads, as it says itself; waits until a member that runs does. */
    public int leader() {
        long end = System.nanoTime() + LEADER_BOUND.toNanos();
        while (true) {
            Optional<Status> leader = leads();
            if (leader.isPresent()) {
                return leader.get().member();
            }
            if (System.nanoTime() - end >= 0 || !pause()) {
                throw new IllegalStateException("no member leads: " + describe());
            }
        }
    }

    /** Of those who say that they lead, the one with the newest term: an older one has not noticed yet. */
    private Optional<Status> leads() {
        return numbers().stream()
                .filter(this::isRunning)
                .flatMap(member -> status(member).stream())
                .filter(status -> status.serving() && status.leader() == status.member())
                .reduce((one, other) -> one.term() > other.term() ? one : other);
    }

    private Optional<Status> status(int member) {
        try {
            return Optional.of(StatusRequests.of(connectString(member), STATUS_BOUND));
        } catch (EnsembleException e) {
            return Optional.empty();
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK_EVERY_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String describe() {
        return numbers().stream()
                .map(member -> "member " + member + (isRunning(member) ? " runs" : " is down or paused"))
                .collect(Collectors.joining(", "));
    }

    /** Those that run and do not lead. */
    public List<Integer> followers() {
        int leader = leader();
        return numbers().stream()
                .filter(member -> member != leader && isRunning(member))
                .toList();
    }

    /** Whether its process is there, and not paused. */
    public boolean isRunning(int member) {
        return processes.pid(member).isPresent() && !processes.isPaused(member);
    }

    /** Its process, for a look from outside; empty where it does not run. */
    public Optional<Long> pid(int member) {
        return processes.pid(member);
    }

    /** Its folder: {@code config.yaml}, {@code log/} and {@code state/}. */
    public Path folder(int member) {
        return processes.folder(member);
    }

    /** Ends a member at once (SIGKILL). */
    public void kill(int member) {
        processes.kill(member);
    }

    /** Ends a member in order (SIGTERM): it gives up leadership first. */
    public void stop(int member) {
        processes.stop(member);
    }

    /** Lets a member stand still (SIGSTOP); its connections stay open. */
    public void pause(int member) {
        processes.pause(member);
    }

    /** Lets a member that stands still go on (SIGCONT). */
    public void resume(int member) {
        processes.resume(member);
    }

    /** Starts a member that was killed or stopped, on its data, and waits until it serves. */
    public void start(int member) {
        processes.start(member);
    }

    /** Ends a member in order, starts it again on its data, and waits until it serves. */
    public void restart(int member) {
        processes.restart(member);
    }

    /** Starts what does not run, lets go on what is paused, and waits until all serve. */
    public void heal() {
        processes.heal();
    }
}
