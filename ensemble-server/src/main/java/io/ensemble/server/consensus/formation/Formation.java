package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.formation.FormationRules.Step;
import io.ensemble.server.consensus.formation.MemberRecord.MalformedRecordException;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import io.ensemble.server.tls.MemberSockets;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a member part of its ensemble, once in its life, before its log is started; see {@link FormationRules} for what
 * decides, and why no crash makes two ensembles of one or lets a member forget what it voted.
 *
 * <p>The states of a member's folder: nothing (EMPTY); a record AGREED, with the list of members and the ensemble's id,
 * which promises that this folder will be part of that ensemble and of no other; instead of it, where the ensemble is there
 * already, a record JOINING, with a new life; a record FORMED. Before FORMED the log's folder is made, under another name,
 * and renamed when it is complete and durable: so a FORMED member always has one, or has lost it and must not start, and
 * one that is AGREED or JOINING has none that was ever used, and may make it anew as often as it crashes. The log is only
 * ever opened, never formatted, once the record says FORMED. A member that was taken out of the ensemble is REMOVED. One
 * whose state differed from the majority's is EMPTY anew ({@link DivergedFolder}).
 *
 * <p>Later the record keeps the newest configuration that was applied here.
 *
 * <p>It answers the other members on the member's formation port from {@link #open} to {@link #close}, which is the life
 * of the process: a member that is started later must be able to learn what this one is.
 *
 * <p>{@link #form} is called once, by the thread that starts the member; what follows it by any thread.
 */
public final class Formation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Formation.class);

    /** What every member answers as soon as its log is started. */
    private static final String HAS_STARTED = "here list";

    private static final int STARTED_MS_MAX = 2_000;

    private final FormationSettings settings;
    private final LogStorage log;
    private final RecordFile file;
    private final DirectoryLock lock;
    private final FormationAnswers answers;
    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile MemberRecord own;
    private String lastReason = "";
    /** Members whose answer made no sense, to say so once. */
    private final Set<Integer> strange = new HashSet<>();

    private Formation(
            FormationSettings settings,
            LogStorage log,
            RecordFile file,
            DirectoryLock lock,
            FormationAnswers answers,
            MemberRecord own) {
        this.settings = settings;
        this.log = log;
        this.file = file;
        this.lock = lock;
        this.answers = answers;
        this.own = own;
    }

    /**
     * Takes the folder, reads its record, and answers from now on.
     *
     * @throws IOException where the folder is in use or damaged, belongs to another list of members, or where the port
     *     is taken; the message is one line for the user
     */
    public static Formation open(FormationSettings settings, DurableFiles files, LogStorage log) throws IOException {
        files.createDirectories(settings.dataDir());
        DirectoryLock lock = DirectoryLock.take(settings.dataDir());
        try {
            DivergedFolder.keepAside(files, settings.dataDir());
            RecordFile file = new RecordFile(files, settings.dataDir());
            MemberRecord own = read(settings, file, log);
            FormationAnswers answers = new FormationAnswers(settings.bindHost(), settings.sockets(), own);
            return new Formation(settings, log, file, lock, answers, own);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static MemberRecord read(FormationSettings settings, RecordFile file, LogStorage log) throws IOException {
        MemberRecord empty = new MemberRecord(State.EMPTY, 0, settings.selfAddress(), -1, settings.members());
        Optional<MemberRecord> found = file.read();
        if (found.isEmpty()) {
            if (log.exists()) {
                throw new IOException(file.path() + " is missing, though there is a log in " + settings.dataDir()
                        + ": put it back, or give this member an empty data folder if it is to be part of a new"
                        + " ensemble");
            }
            return empty;
        }
        MemberRecord own = found.get();
        checkConfigured(settings, own);
        if (own.state() == State.REMOVED) {
            throw new IOException(removedText(own) + ". To let it join again, give it an empty data folder");
        }
        return own;
    }

    /** Behind formation the log has the list of members; only where this one listens must be as the others know it. */
    private static void checkConfigured(FormationSettings settings, MemberRecord own) throws IOException {
        MemberAddress configured = settings.selfAddress().reborn(own.self().life());
        boolean listFixed = own.state() != State.AGREED || own.members().equals(sorted(settings.members()));
        if (!own.self().equals(configured) || !listFixed) {
            throw new IOException("the data folder " + settings.dataDir() + " belongs to member "
                    + own.self().number() + " at " + places(own.self()) + " of the members " + own.membersText()
                    + ", but the configuration says member " + configured.number() + " at " + places(configured)
                    + " of " + new MemberRecord(State.EMPTY, 0, configured, -1, settings.members()).membersText());
        }
    }

    private static List<MemberAddress> sorted(List<MemberAddress> members) {
        return members.stream()
                .sorted(Comparator.comparingInt(MemberAddress::number))
                .toList();
    }

    private static String places(MemberAddress m) {
        return m.host() + " (raft " + m.raftPort() + ", peer " + m.peerPort() + ", formation " + m.formationPort()
                + ")";
    }

    private static String removedText(MemberRecord own) {
        return "member " + own.self().number() + " was removed from ensemble "
                + MemberRecord.clusterText(own.clusterId());
    }

    /**
     * Returns once this member is FORMED, which for a folder that is so already is at once and needs nobody else.
     *
     * @throws IOException where it must not start; the message is one line for the user
     * @throws InterruptedException where the thread was interrupted, or this was closed meanwhile
     */
    public Formed form() throws IOException, InterruptedException {
        if (own.state() == State.FORMED) {
            log.check(own.clusterId());
            return formed();
        }
        while (own.state() != State.FORMED) {
            step(FormationRules.next(own, askAll()));
        }
        if (own.members().isEmpty()) {
            LOG.info(
                    "joining ensemble {} as member {}, without data: waiting for it to take this member in",
                    MemberRecord.clusterText(own.clusterId()),
                    own.self().name());
        } else {
            LOG.info(
                    "ensemble {} formed: member {} of {}",
                    MemberRecord.clusterText(own.clusterId()),
                    own.self().number(),
                    own.membersText());
        }
        return formed();
    }

    private Formed formed() {
        return new Formed(own.clusterId(), own.self(), own.members());
    }

    /**
     * Keeps what the log's newest configuration says, durably. The apply thread.
     *
     * @param index of the configuration in the log; one that is not newer than what is known is passed over
     * @return false where this member was part of the ensemble and is not any more: it must end, and will not start again
     * @throws IOException where it cannot be made durable
     */
    public synchronized boolean applied(long index, List<MemberAddress> members) throws IOException {
        if (own.state() != State.FORMED || index <= own.configuration()) {
            return own.state() != State.REMOVED;
        }
        boolean in = members.stream().anyMatch(own.self()::isSame);
        if (!in && own.members().isEmpty()) {
            // It is not taken in yet, and reads what was before it.
            return true;
        }
        if (in && own.members().equals(sorted(members))) {
            // Each term begins with an entry that repeats the configuration.
            return true;
        }
        write(new MemberRecord(in ? State.FORMED : State.REMOVED, own.clusterId(), own.self(), index, members));
        LOG.info("members of the ensemble, as of index {}: {}", index, own.membersText());
        return in;
    }

    /**
     * What the others' records say of this member and of the ensemble.
     *
     * @param removed this member was removed, which is recorded durably
     * @param line why the ensemble cannot go on, or this member; null where nothing says so
     */
    public record Surroundings(boolean removed, @Nullable String line) {}

    /**
     * Asks all others, where the log has had no leader for long. Blocks for some seconds.
     *
     * @throws IOException where it cannot be recorded that this member was removed
     */
    public Surroundings lookAround() throws IOException {
        Map<Integer, MemberRecord> all = askAll();
        all.put(settings.self(), own);
        for (MemberRecord other : all.values()) {
            boolean knowsMore = other.clusterId() == own.clusterId()
                    && other.isTakenIn()
                    && other.configuration() > own.configuration();
            if (knowsMore && own.isTakenIn() && other.members().stream().noneMatch(own.self()::isSame)) {
                applied(other.configuration(), other.members());
                return new Surroundings(true, removedText(own) + " while it was away");
            }
        }
        return new Surroundings(false, LostMajority.line(all));
    }

    /** Whether this very member answers now. Blocks for a second at most. */
    public boolean answers(MemberAddress member) {
        return ask(member).filter(record -> record.self().isSame(member)).isPresent();
    }

    /** All others that the log or the configuration names. */
    private List<MemberAddress> known() {
        Map<Integer, MemberAddress> known = new TreeMap<>();
        settings.members().forEach(m -> known.put(m.number(), m));
        own.members().forEach(m -> known.put(m.number(), m));
        known.remove(settings.self());
        return List.copyOf(known.values());
    }

    /**
     * The member that waits to be taken into this ensemble at a formation port, with its log started. Blocks for some
     * seconds more than is to be waited.
     *
     * @param waitMs how long it may take until it is so far
     * @throws IOException where none does, in one line
     */
    public MemberAddress newcomer(String host, int formationPort, long waitMs) throws IOException {
        long giveUpAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        while (true) {
            try {
                return newcomer(host, formationPort);
            } catch (NotYetException e) {
                if (System.nanoTime() - giveUpAt >= 0) {
                    throw e;
                }
            }
            try {
                if (closed.await(settings.askEveryMs(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("this member stops");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** It is about to wait. */
    private static final class NotYetException extends IOException {
        private static final long serialVersionUID = 1L;

        NotYetException(String message) {
            super(message);
        }
    }

    private MemberAddress newcomer(String host, int formationPort) throws IOException {
        String where = host + ":" + formationPort;
        Optional<MemberRecord> answer;
        try {
            answer = FormationAnswers.ask(settings.sockets(), host, formationPort);
        } catch (MalformedRecordException e) {
            throw new IOException(
                    "what listens on " + where + " does not answer as a member does: " + e.getMessage(), e);
        }
        if (answer.isEmpty()) {
            throw new IOException("no member answers at " + where
                    + ": start the new member first; its configuration lists itself and members that there are");
        }
        MemberRecord record = answer.get();
        boolean joins = record.state() == State.JOINING || record.state() == State.FORMED;
        if (record.clusterId() != own.clusterId() || !joins) {
            throw new IOException("the member at " + where + " does not wait to be taken into this ensemble ("
                    + MemberRecord.clusterText(own.clusterId()) + "), but is " + record.state() + " in "
                    + MemberRecord.clusterText(record.clusterId()));
        }
        // Fed before it listens, it would be tried again at growing distances only.
        if (record.state() == State.JOINING
                || !MembershipClient.ask(settings.sockets(), host, formationPort, HAS_STARTED, STARTED_MS_MAX)
                        .startsWith("ok")) {
            throw new NotYetException("the member at " + where + " has not started its log yet: try again");
        }
        return record.self();
    }

    /** Takes requests on the formation port from now on. Once. */
    public void serve(MembershipRequests requests) {
        answers.serve(requests);
    }

    private void step(Step step) throws IOException, InterruptedException {
        if (step instanceof Step.Refuse refuse) {
            if (own.state() == State.EMPTY) {
                known().forEach(other -> FormationAnswers.tellBlank(settings.sockets(), other, settings.self()));
            }
            throw new IOException(refuse.line());
        } else if (step instanceof Step.Wait wait) {
            sleep(wait.reason());
        } else if (step instanceof Step.Agree agree) {
            record(State.AGREED, agree.clusterId() == 0 ? randomId() : agree.clusterId());
        } else if (step instanceof Step.Join join) {
            write(new MemberRecord(State.JOINING, join.clusterId(), own.self().reborn(randomId()), -1, List.of()));
        } else {
            log.format(own.clusterId());
            record(State.FORMED, own.clusterId());
        }
    }

    private void record(State state, long clusterId) throws IOException {
        write(own.with(state, clusterId));
    }

    /** On the disk first, and only then told. */
    private void write(MemberRecord next) throws IOException {
        file.write(next);
        own = next;
        answers.tell(next);
    }

    private void sleep(String reason) throws InterruptedException {
        if (!reason.equals(lastReason)) {
            LOG.info(reason);
            lastReason = reason;
        }
        if (closed.await(settings.askEveryMs(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed while the ensemble was being formed");
        }
    }

    private Map<Integer, MemberRecord> askAll() {
        Map<Integer, MemberRecord> said = new TreeMap<>();
        Set<Integer> blank = new TreeSet<>(answers.blanks());
        for (MemberAddress other : known()) {
            ask(other).ifPresent(record -> {
                said.put(other.number(), record);
                if (record.isTakenIn()) {
                    blank.addAll(FormationAnswers.askBlanks(settings.sockets(), other));
                }
            });
        }
        addBlank(said, blank);
        return said;
    }

    /** One that found its folder empty, and ended for it, answers no more: what it told before counts as its answer. */
    private void addBlank(Map<Integer, MemberRecord> said, Set<Integer> blank) {
        for (MemberAddress other : known()) {
            MemberRecord record = said.get(other.number());
            if (record != null && record.isTakenIn()) {
                answers.notBlank(other.number());
            } else if (record == null && blank.contains(other.number())) {
                said.put(other.number(), new MemberRecord(State.EMPTY, 0, other, -1, settings.members()));
            }
        }
    }

    private Optional<MemberRecord> ask(MemberAddress other) {
        try {
            return FormationAnswers.ask(settings.sockets(), other.host(), other.formationPort());
        } catch (MalformedRecordException e) {
            if (strange.add(other.number())) {
                LOG.warn(
                        "what listens on {}:{} does not answer as a member does: {}",
                        other.host(),
                        other.formationPort(),
                        e.getMessage());
            }
            return Optional.empty();
        }
    }

    static long randomId() {
        SecureRandom random = new SecureRandom();
        long id = random.nextLong();
        while (id == 0) {
            id = random.nextLong();
        }
        return id;
    }

    /** What members ask each other over. */
    public MemberSockets sockets() {
        return settings.sockets();
    }

    /** This member's number. */
    public int self() {
        return settings.self();
    }

    /** Answers no more and gives the folder back. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        answers.close();
        lock.close();
    }
}
