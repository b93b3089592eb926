package io.ensemble.deploy.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** All members of an ensemble on this machine. Confined to one thread, but {@link #stop} may be a shutdown hook's. */
final class LocalEnsemble {
    /** A first start downloads nothing and loads little, but a machine may be busy, or the data large. */
    static final Duration READY_BOUND = Duration.ofSeconds(120);

    private static final Duration STOP_BOUND = Duration.ofSeconds(20);

    private final LocalLayout layout;
    private final JavaCommand java;
    private final PrintStream out;
    private final List<LocalMember> members;
    private volatile boolean stopping;

    LocalEnsemble(LocalLayout layout, JavaCommand java, PrintStream out) {
        this.layout = layout;
        this.java = java;
        this.out = out;
        this.members =
                layout.numbers().stream().map(n -> new LocalMember(layout, n)).toList();
    }

    LocalLayout layout() {
        return layout;
    }

    List<LocalMember> members() {
        return members;
    }

    /** The member of that number. */
    LocalMember member(int number) {
        if (number < 1 || number > members.size()) {
            throw new LocalException(
                    "there is no member " + number + " in " + layout.data() + ", only 1 to " + members.size());
        }
        return members.get(number - 1);
    }

    /** Fails, in one line, where members run already or their ports are taken. */
    void checkStartable() {
        for (LocalMember member : members) {
            member.pid().ifPresent(pid -> {
                throw new LocalException("the ensemble in " + layout.data() + " is running already: member "
                        + member.number() + " is pid " + pid + "; see ./ensemble local status, or stop");
            });
        }
        members.forEach(LocalMember::checkPorts);
    }

    /** Starts all members, and waits until each serves. On failure none is left running. */
    void start() {
        checkStartable();
        layout.save();
        long startNs = System.nanoTime();
        try {
            members.forEach(this::spawn);
            out.println("started " + members.size() + (members.size() == 1 ? " member" : " members") + " in "
                    + layout.data());
            awaitReady(
                    members,
                    member -> out.printf("member %d serves after %s%n", member.number(), secondsSince(startNs)));
        } catch (LocalException e) {
            stop();
            throw e;
        }
    }

    /** Starts one member that does not run, and waits until it serves. */
    void start(LocalMember member) {
        member.pid().ifPresent(pid -> {
            throw new LocalException("member " + member.number() + " is running already, pid " + pid);
        });
        member.checkPorts();
        spawn(member);
        awaitReady(List.of(member), served -> {});
    }

    /** Starts the members that do not run, and waits until all serve. */
    void startAll() {
        for (LocalMember member : members) {
            if (!member.isRunning()) {
                member.checkPorts();
                spawn(member);
            }
        }
        awaitReady(members, served -> {});
    }

    /** Stops one member in order, starts it again, and waits until it serves. */
    void restart(LocalMember member) {
        if (!member.isRunning()) {
            throw new LocalException("member " + member.number() + " is not running");
        }
        member.terminate();
        member.awaitEndOrKill(STOP_BOUND);
        start(member);
    }

    /** Ctrl-C may come at any time: once it stops members, none is started any more. */
    private synchronized void spawn(LocalMember member) {
        checkNotStopping();
        member.spawn(java);
    }

    private void checkNotStopping() {
        if (stopping) {
            throw new LocalException("stopped before it was ready");
        }
    }

    private void awaitReady(List<LocalMember> starting, Consumer<LocalMember> progress) {
        List<LocalMember> waiting = new ArrayList<>(starting);
        boolean ready = Waiting.until(READY_BOUND, () -> {
            for (LocalMember member : List.copyOf(waiting)) {
                checkNotStopping();
                if (Probe.isReady(member.ports())) {
                    waiting.remove(member);
                    progress.accept(member);
                } else if (member.hasEnded()) {
                    throw new LocalException("member " + member.number() + " ended: "
                            + member.files().lastWords() + " (" + member.files().logFolder() + ")");
                }
            }
            return waiting.isEmpty();
        });
        if (!ready) {
            throw new LocalException("member " + waiting.get(0).number() + " does not serve after "
                    + READY_BOUND.toSeconds() + " s: " + waiting.get(0).files().lastWords() + " ("
                    + waiting.get(0).files().logFolder() + ")");
        }
    }

    static String secondsSince(long startNs) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - startNs) / 1e9);
    }

    /** Ends all members: asks first, and kills what does not listen. Says how many ran. */
    synchronized int stop() {
        stopping = true;
        List<LocalMember> running =
                members.stream().filter(LocalMember::isRunning).toList();
        running.forEach(LocalMember::terminate);
        boolean inOrder = true;
        for (LocalMember member : running) {
            inOrder &= member.awaitEndOrKill(STOP_BOUND);
        }
        java.archive().ended(inOrder);
        members.forEach(member -> member.files().forgetPid());
        return running.size();
    }

    /** Whether this launcher stops its members, or has. */
    boolean isStopping() {
        return stopping;
    }

    /** Whether some member is meant to run: it was started, and nobody has stopped the ensemble since. */
    boolean isWanted() {
        return members.stream().anyMatch(member -> member.files().hasPid());
    }

    /** A table of what runs where. */
    String table() {
        StringBuilder table =
                new StringBuilder("member     pid  client    grpc    raft    peer  formation  admin  role\n");
        for (LocalMember member : members) {
            MemberPorts p = member.ports();
            table.append(String.format(
                    Locale.ROOT,
                    "%6d %7s  %6d  %6d  %6d  %6d  %9d  %5d  %s%n",
                    member.number(),
                    member.pid().map(String::valueOf).orElse("-"),
                    p.client(),
                    p.grpc(),
                    p.raft(),
                    p.peer(),
                    p.formation(),
                    p.admin(),
                    describe(member)));
        }
        return table.toString();
    }

    private static String describe(LocalMember member) {
        Optional<Long> pid = member.pid();
        if (pid.isEmpty()) {
            return "down";
        }
        if (ProcessTable.isPaused(pid.get())) {
            return "paused";
        }
        return Probe.isReady(member.ports()) ? Probe.role(member.ports()).orElse("serving") : "not serving";
    }

    /** Whether every member serves. */
    boolean isServing() {
        return members.stream().allMatch(m -> m.isRunning() && !m.isPaused() && Probe.isReady(m.ports()));
    }
}
