package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One life of a member: from its start to its death, by signals. Ends at the latest with this program. Any thread. */
public final class MemberProcess {
    private static final long DEATH_SECONDS = 10;
    private static final int LAST_LINES = 80;
    /** As the manual has them: halted, and cannot start. */
    private static final Set<Integer> STATUSES = Set.of(70, 78);

    private static final Pattern DISK_FAILS =
            Pattern.compile("Input/output error|No space left on device|Failed to flush|the disk");
    private static final Pattern FILES_DAMAGED =
            Pattern.compile("is damaged|is missing or was cut|is missing|has no checksum|holds no checksum");

    private final Process process;
    private final Path log;
    private volatile boolean killed;
    private volatile boolean paused;
    private volatile boolean mayEnd;

    private MemberProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it; its output goes behind what is in the log already. */
    static MemberProcess start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new MemberProcess(process, log);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public boolean isPaused() {
        return paused;
    }

    /** Whether it ended although nobody killed it, and nothing was done to it that should end it. */
    public boolean endedByItself() {
        return !process.isAlive() && !killed && !mayEnd;
    }

    /** From now on it is right, in this life of it, to end by itself. */
    void allowEnd() {
        mayEnd = true;
    }

    /** From now on an end by itself is one that nobody asked for again. */
    void forbidEnd() {
        mayEnd = false;
    }

    /** Whether a signal ended it. */
    public boolean wasKilled() {
        return killed;
    }

    /** Whether it ended by itself, with the status and the words of one whose disk fails. */
    public boolean saidThatItsDiskFails() throws IOException {
        return endedWith(DISK_FAILS);
    }

    /** Whether it ended by itself, with the status and the words of one that refuses what it finds in its folder. */
    public boolean saidThatItsFilesAreDamaged() throws IOException {
        return endedWith(FILES_DAMAGED);
    }

    private boolean endedWith(Pattern words) throws IOException {
        if (process.isAlive() || killed || !STATUSES.contains(process.exitValue())) {
            return false;
        }
        List<String> all = lines();
        return words.matcher(String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size())))
                .find();
    }

    boolean mayEnd() {
        return mayEnd;
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        // What has ended before has ended by itself.
        killed |= process.isAlive();
        process.destroyForcibly();
        if (!process.waitFor(DEATH_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + pid() + " does not die");
        }
    }

    /** SIGTERM, and waits until it has ended, or kills it when the time is over; whether it ended by itself. */
    public boolean terminate(long withinSeconds) throws InterruptedException {
        killed |= process.isAlive();
        process.destroy();
        if (process.waitFor(withinSeconds, TimeUnit.SECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    /** SIGSTOP. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
        paused = true;
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
        paused = false;
    }

    private void signal(String name) throws IOException, InterruptedException {
        int result = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .start()
                .waitFor();
        if (result != 0 && process.isAlive()) {
            throw new IOException("signal " + name + " to process " + pid() + " failed");
        }
    }

    /** The last line of its output, with how it ended. */
    String lastLine() throws IOException {
        List<String> all = lines();
        String status = process.isAlive() ? "" : " (status " + process.exitValue() + ")";
        return (all.isEmpty() ? "nothing" : all.get(all.size() - 1)) + status;
    }

    private List<String> lines() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** How it ended, with the last lines of its output. */
    String obituary(int lines) throws IOException {
        List<String> all = lines();
        String status = process.isAlive() ? "is running" : "ended with status " + process.exitValue();
        return status + "; its last output:\n    "
                + String.join("\n    ", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}
