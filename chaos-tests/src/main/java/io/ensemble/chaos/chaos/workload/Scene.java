package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.check.LinearizableRegisters;
import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.history.Recorder;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What all workers of a run share: where the members are, the history, the znodes, and when to stop. Any thread. */
public final class Scene {
    /** Parent of the registers. */
    public static final String REGISTERS = "/registers";
    /** Parent of the sequences' parents. */
    public static final String SEQUENCES = "/sequences";
    /** Parent of the ephemerals. */
    public static final String EPHEMERALS = "/ephemerals";

    /** Parent of the sets. */
    public static final String SETS = "/sets";
    /** Parent of the lists. */
    public static final String LISTS = "/lists";
    /** Parent of the accounts. */
    public static final String BANK = "/bank";
    /** Parent of the queue's items. */
    public static final String QUEUE = "/queue";
    /** Parent of the locks. */
    public static final String LOCKS = "/locks";

    /** The parent of what is open to all or to its owner only. */
    public static final String GUARDED = "/guarded";

    /** What each account has at first. */
    public static final int BALANCE = 100;

    /** Parent of the trees. */
    public static final String TREES = "/trees";

    private static final List<String> TREE_PATHS = List.of(TREES + "/t0", TREES + "/t1");
    private static final int LIST_COUNT = 3;
    private static final int ACCOUNT_COUNT = 5;

    public static final String INITIAL_VALUE = LinearizableRegisters.INITIAL_VALUE;

    /** Registers that are in use at one time; few, so that clients meet. */
    private static final int REGISTERS_AT_A_TIME = 5;

    private static final long REGISTER_PERIOD_NS = 10_000_000_000L;
    private static final int SEQUENCE_COUNT = 2;

    private final Layout layout;
    private final Recorder recorder;
    private final int sessionTimeoutMs;
    private final int registerCount;
    private final AtomicLong waitedNs = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param seconds how long the run is to take at most; registers are made for so long */
    public Scene(Layout layout, Recorder recorder, int sessionTimeoutMs, long seconds) {
        this.layout = layout;
        this.recorder = recorder;
        this.sessionTimeoutMs = sessionTimeoutMs;
        this.registerCount = (int) (seconds * 1_000_000_000L / REGISTER_PERIOD_NS + 2) * REGISTERS_AT_A_TIME;
    }

    public int registerCount() {
        return registerCount;
    }

    public int sequenceCount() {
        return SEQUENCE_COUNT;
    }

    public int sessionTimeoutMs() {
        return sessionTimeoutMs;
    }

    Recorder recorder() {
        return recorder;
    }

    /** A register of those in use now. They change, so that no register's history grows too long to be checked. */
    String register(SplittableRandom random) {
        int first = period() * REGISTERS_AT_A_TIME;
        return register(first + random.nextInt(REGISTERS_AT_A_TIME));
    }

    /** Periods of the run; each has registers, a set and lists of its own. */
    int periods() {
        return registerCount / REGISTERS_AT_A_TIME;
    }

    /** The period that it is now. */
    int period() {
        return Math.min((int) (recorder.now() / REGISTER_PERIOD_NS), periods() - 1);
    }

    /** The set of a period. */
    static String set(int period) {
        return SETS + "/s" + period;
    }

    /** The lists of a period. */
    static List<String> lists(int period) {
        return IntStream.range(0, LIST_COUNT)
                .mapToObj(list -> LISTS + "/p" + period + "-l" + list)
                .toList();
    }

    /** All trees. */
    static List<String> trees() {
        return TREE_PATHS;
    }

    /** All accounts. */
    static List<String> accounts() {
        return IntStream.range(0, ACCOUNT_COUNT)
                .mapToObj(account -> BANK + "/a" + account)
                .toList();
    }

    /** The parent of the places in the queue for a lock. */
    static String lock(String name) {
        return LOCKS + "/" + name;
    }

    /** What a lock guards: its last holders' numbers, one after the other. */
    static String resource(String name) {
        return LOCKS + "/" + name + "-guarded";
    }

    /** The path of a register, from 0 on. */
    public static String register(int number) {
        return REGISTERS + "/r" + number;
    }

    /** The parent of a sequence, from 0 on. */
    public static String sequence(int number) {
        return SEQUENCES + "/s" + number;
    }

    /** Opens a session at whichever member answers. */
    TracedClient connect(int process, int timeoutMs) throws IOException {
        return new TracedClient(process, layout, layout.connectString(), timeoutMs, recorder);
    }

    void waitedForSession(long ns) {
        waitedNs.addAndGet(ns);
    }

    /** How long workers waited for sessions, all together. */
    public long secondsWithoutSession() {
        return waitedNs.get() / 1_000_000_000L;
    }

    public void stop() {
        over.set(true);
    }

    boolean isOver() {
        return over.get();
    }
}
