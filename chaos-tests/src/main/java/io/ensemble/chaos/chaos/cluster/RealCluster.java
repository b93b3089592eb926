package io.ensemble.chaos.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** An ensemble of real members, each in a folder of its own. Starts and stops by one thread; questions by any. */
public final class RealCluster implements AutoCloseable {
    private static final long POLL_MS = 50;
    private static final int OBITUARY_LINES = 10;

    private final Software software;
    private final Layout layout;
    private final Path folder;
    private final IntFunction<List<String>> wrapper;
    private final Map<Integer, MemberProcess> processes = new ConcurrentHashMap<>();
    private final List<String> obituaries = new ArrayList<>();

    /** @param folder for all members' folders; made where it is missing */
    public RealCluster(Software software, Layout layout, Path folder) {
        this(software, layout, folder, member -> List.of());
    }

    /** @param wrapper words before a member's command, for one that runs in a network namespace */
    public RealCluster(Software software, Layout layout, Path folder, IntFunction<List<String>> wrapper) {
        this.software = software;
        this.layout = layout;
        this.folder = folder;
        this.wrapper = wrapper;
    }

    public Layout layout() {
        return layout;
    }

    public int members() {
        return layout.members();
    }

    public Path folder(int member) {
        return folder.resolve("member-" + member);
    }

    /** Where a member keeps its data. */
    public Path data(int member) {
        return software.data(folder(member));
    }

    public Software software() {
        return software;
    }

    /** Starts a member that does not run. */
    public void start(int member) throws IOException {
        MemberProcess former = processes.get(member);
        if (former != null && former.isAlive()) {
            throw new IllegalStateException("member " + member + " runs");
        }
        Path home = Files.createDirectories(folder(member));
        List<String> command = new ArrayList<>(wrapper.apply(member));
        command.addAll(software.command(member, home, layout));
        processes.put(member, MemberProcess.start(command, home.resolve("output.log")));
    }

    /** Starts all members that do not run. */
    public void startAll() throws IOException {
        startAllBut(Set.of());
    }

    /** Starts all members that do not run, but for some. */
    public void startAllBut(Set<Integer> some) throws IOException {
        for (int member = 1; member <= members(); member++) {
            if (!isRunning(member) && !some.contains(member)) {
                if (processes.containsKey(member)) {
                    noteOwnEnd(member, process(member));
                }
                start(member);
            }
        }
    }

    public boolean isRunning(int member) {
        MemberProcess process = processes.get(member);
        return process != null && process.isAlive();
    }

    public boolean isPaused(int member) {
        return isRunning(member) && process(member).isPaused();
    }

    public MemberProcess process(int member) {
        MemberProcess process = processes.get(member);
        if (process == null) {
            throw new IllegalStateException("member " + member + " was never started");
        }
        return process;
    }

    /** SIGKILL to a member, whether it is paused or not. */
    public void kill(int member) throws IOException, InterruptedException {
        MemberProcess process = process(member);
        noteOwnEnd(member, process);
        process.kill();
    }

    /** SIGTERM to a member, as before a planned stop; whether it ended within the time. */
    public boolean terminate(int member, long withinSeconds) throws IOException, InterruptedException {
        MemberProcess process = process(member);
        noteOwnEnd(member, process);
        return process.terminate(withinSeconds);
    }

    /** Kills a member that is to be gone, where it runs: nobody wonders any more that it ended. */
    public void forget(int member) throws InterruptedException {
        process(member).kill();
        processes.remove(member);
    }

    /** SIGKILL to all members, as close together as signals go. */
    public void killAll() throws IOException, InterruptedException {
        for (int member = 1; member <= members(); member++) {
            if (processes.containsKey(member)) {
                noteOwnEnd(member, process(member));
            }
        }
        processes.values().parallelStream().forEach(process -> {
            try {
                process.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void noteOwnEnd(int member, MemberProcess process) throws IOException {
        boolean unexplained = endedAsAllowed(member)
                && software.saysWhyItHalts()
                && !process.saidThatItsDiskFails()
                && !process.saidThatItsFilesAreDamaged();
        if (process.endedByItself() || unexplained) {
            obituaries.add("member " + member + " " + process.obituary(OBITUARY_LINES));
        }
    }

    /** What members that ended by themselves said last; empty where none did. */
    public List<String> endedByThemselves() throws IOException {
        List<String> all = new ArrayList<>(obituaries);
        for (Map.Entry<Integer, MemberProcess> each : processes.entrySet()) {
            if (each.getValue().endedByItself()) {
                all.add("member " + each.getKey() + " " + each.getValue().obituary(OBITUARY_LINES));
            }
        }
        return all;
    }

    /** The member that leads, where one says so. A paused member says nothing. */
    public Optional<Integer> leader() {
        for (int member = 1; member <= members(); member++) {
            if (isRunning(member)
                    && !isPaused(member)
                    && FourLetter.role(layout.client(member))
                            .filter("leader"::equals)
                            .isPresent()) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /** Waits until a member leads. */
    public int awaitLeader(Duration within) throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + within.toNanos();
        while (true) {
            Optional<Integer> leader = leader();
            if (leader.isPresent()) {
                return leader.get();
            }
            pollUntil(giveUpAt, "no member leads after " + within.toMillis() + " ms");
        }
    }

    /** Something is done to a member that should end it; it is started again when all are to serve. */
    public void allowEnd(int member) {
        process(member).allowEnd();
    }

    /** Whether a member has ended by itself, as it might. */
    public boolean endedAsAllowed(int member) {
        MemberProcess process = processes.get(member);
        return process != null && !process.isAlive() && !process.wasKilled() && process.mayEnd();
    }

    private void startWhatWasAllowedToEnd() throws IOException {
        for (int member = 1; member <= members(); member++) {
            MemberProcess process = processes.get(member);
            if (process != null && !process.isAlive() && process.mayEnd()) {
                noteOwnEnd(member, process);
                start(member);
            }
        }
    }

    /** The last line that a member has put out. */
    public String lastWords(int member) throws IOException {
        return process(member).lastLine();
    }

    /** Waits until every member serves and exactly one leads. */
    public void awaitServing(Duration within) throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + within.toNanos();
        while (!isServing()) {
            startWhatWasAllowedToEnd();
            pollUntil(giveUpAt, "not all members serve after " + within.toMillis() + " ms");
        }
        // What was done to them is over; from here on an end is nobody's doing.
        processes.values().forEach(MemberProcess::forbidEnd);
    }

    /** Whether every member serves and exactly one leads, as they say themselves. */
    public boolean isServing() {
        int leaders = 0;
        int followers = 0;
        for (int member = 1; member <= members(); member++) {
            String role = FourLetter.role(layout.client(member)).orElse("");
            leaders += role.equals("leader") ? 1 : 0;
            followers += role.equals("follower") ? 1 : 0;
        }
        return leaders == 1 && leaders + followers == members();
    }

    private void pollUntil(long giveUpAt, String complaint) throws IOException, InterruptedException {
        List<String> ended = endedByThemselves();
        if (!ended.isEmpty()) {
            throw new ClusterException(String.join("\n", ended));
        }
        if (System.nanoTime() > giveUpAt) {
            throw new ClusterException(complaint + roles());
        }
        Thread.sleep(POLL_MS);
    }

    private String roles() {
        StringBuilder text = new StringBuilder();
        for (int member = 1; member <= members(); member++) {
            text.append("; member ").append(member).append(": ");
            text.append(
                    isRunning(member) ? FourLetter.role(layout.client(member)).orElse("no answer") : "not running");
        }
        return text.toString();
    }

    /** Starts what does not run and resumes what is paused. */
    public void heal() throws IOException, InterruptedException {
        resumeAll();
        startAll();
    }

    /** Resumes what is paused. */
    public void resumeAll() throws IOException, InterruptedException {
        for (int member = 1; member <= members(); member++) {
            if (isPaused(member)) {
                process(member).resume();
            }
        }
    }

    /** Kills all members. */
    @Override
    public void close() {
        try {
            killAll();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
