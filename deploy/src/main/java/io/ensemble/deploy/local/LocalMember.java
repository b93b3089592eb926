package io.ensemble.deploy.local;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One member as a process: its start, its end, its pauses. Each call returns when it is done. */
final class LocalMember {
    private static final Duration SIGNAL_BOUND = Duration.ofSeconds(5);

    private final int number;
    private final LocalLayout layout;
    private final MemberFiles files;
    private final MemberPorts ports;

    LocalMember(LocalLayout layout, int number) {
        this.number = number;
        this.layout = layout;
        this.files = new MemberFiles(layout.folder(number));
        this.ports = layout.ports(number);
    }

    int number() {
        return number;
    }

    MemberFiles files() {
        return files;
    }

    MemberPorts ports() {
        return ports;
    }

    Optional<Long> pid() {
        return files.runningPid();
    }

    boolean isRunning() {
        return pid().isPresent();
    }

    /** Looks twice: in the moment in which a process becomes another program it has no command line. */
    boolean hasEnded() {
        return !isRunning() && Waiting.pause() && !isRunning();
    }

    boolean isPaused() {
        return pid().map(ProcessTable::isPaused).orElse(false);
    }

    /** Fails, in one line, where one of its ports is taken. */
    void checkPorts() {
        ports.all().forEach((use, port) -> {
            if (!PortOwner.isFree(port)) {
                throw new LocalException("port " + port + " (member " + number + ", " + use + ") is in use"
                        + PortOwner.of(port).map(owner -> " by " + owner).orElse("")
                        + "; choose others with --client-port and --data");
            }
        });
    }

    /** Starts the process; it does not wait for the member to serve. */
    void spawn(JavaCommand java) {
        files.prepare();
        files.write(files.config(), MemberConfigFile.of(layout, number));
        File console = files.console().toFile();
        try {
            Process process = new ProcessBuilder(java.of(files.config(), files.logFolder(), number == 1))
                    .directory(files.folder().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(console)
                    .start();
            files.writePid(process.pid());
            // Between fork and exec the command line is still the launcher's: it would look as if it had ended.
            Waiting.until(SIGNAL_BOUND, () -> isRunning() || !process.isAlive());
        } catch (IOException e) {
            throw new LocalException("cannot start member " + number + ": " + e.getMessage());
        }
    }

    /** SIGKILL, as when a machine loses power (but for what the kernel still holds). */
    void kill() {
        long pid = requirePid();
        ProcessTable.signal(pid, "KILL");
        awaitEnd();
    }

    /** SIGSTOP: the process stands still, its connections stay open. */
    void pause() {
        long pid = requirePid();
        ProcessTable.signal(pid, "STOP");
        if (!Waiting.until(SIGNAL_BOUND, () -> ProcessTable.isPaused(pid))) {
            throw new LocalException("member " + number + " (pid " + pid + ") did not pause");
        }
    }

    /** SIGCONT. */
    void resume() {
        long pid = requirePid();
        ProcessTable.signal(pid, "CONT");
        if (!Waiting.until(SIGNAL_BOUND, () -> !ProcessTable.isPaused(pid))) {
            throw new LocalException("member " + number + " (pid " + pid + ") did not resume");
        }
    }

    /** Asks it to end (SIGTERM); {@link #awaitEndOrKill} waits for it. */
    void terminate() {
        pid().ifPresent(pid -> {
            ProcessTable.signal(pid, "TERM");
            ProcessTable.signal(pid, "CONT"); // one that is paused hears nothing before
        });
    }

    /** Waits for the end of a member that was asked to, and kills it when the time is over; whether it ended by itself. */
    boolean awaitEndOrKill(Duration bound) {
        boolean ended = Waiting.until(bound, () -> !isRunning());
        if (!ended) {
            pid().ifPresent(pid -> ProcessTable.signal(pid, "KILL"));
            awaitEnd();
        }
        awaitFreePorts();
        files.forgetPid();
        return ended;
    }

    private void awaitEnd() {
        if (!Waiting.until(SIGNAL_BOUND, () -> !isRunning())) {
            throw new LocalException("member " + number + " did not end");
        }
        awaitFreePorts();
    }

    /** A process that is ending loses its command line before its sockets. */
    private void awaitFreePorts() {
        Waiting.until(SIGNAL_BOUND, () -> ports.all().values().stream().allMatch(PortOwner::isFree));
    }

    private long requirePid() {
        return pid().orElseThrow(() -> new LocalException("member " + number + " is not running"));
    }
}
