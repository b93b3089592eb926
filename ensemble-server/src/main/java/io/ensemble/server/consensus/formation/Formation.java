package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.formation.FormationRules.Step;
import io.ensemble.server.consensus.formation.MemberRecord.MalformedRecordException;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a member part of its ensemble, once in its life, before its log is started; see {@link FormationRules} for what
 * decides, and why no crash makes two ensembles of one or lets a member forget what it voted.
 *
 * <p>The states of a member's folder: nothing (EMPTY); a record AGREED, with the list of members and the ensemble's id,
 * which promises that this folder will be part of that ensemble and of no other; a record FORMED. In between AGREED and
 * FORMED the log's folder is made, under another name, and renamed when it is complete and durable: so a FORMED member
 * always has one, or has lost it and must not start, and an AGREED member has none that was ever used, and may make it
 * anew as often as it crashes. The log is only ever opened, never formatted, once the record says FORMED.
 *
 * <p>It answers the other members on the member's formation port from {@link #open} to {@link #close}, which is the life
 * of the process: a member that is started later must be able to learn what this one is.
 *
 * <p>{@link #form} is called once, by the thread that starts the member.
 */
public final class Formation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Formation.class);

    private final FormationSettings settings;
    private final LogStorage log;
    private final RecordFile file;
    private final DirectoryLock lock;
    private final FormationAnswers answers;
    private final CountDownLatch closed = new CountDownLatch(1);

    private MemberRecord own;
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
            RecordFile file = new RecordFile(files, settings.dataDir());
            MemberRecord own = read(settings, file, log);
            FormationAnswers answers = new FormationAnswers(settings.bindHost(), own);
            return new Formation(settings, log, file, lock, answers, own);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static MemberRecord read(FormationSettings settings, RecordFile file, LogStorage log) throws IOException {
        MemberRecord empty = new MemberRecord(State.EMPTY, 0, settings.self(), settings.members());
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
        if (own.self() != settings.self() || !own.members().equals(empty.members())) {
            throw new IOException("the data folder " + settings.dataDir() + " belongs to member " + own.self()
                    + " of the members " + own.membersText() + ", but the configuration says member "
                    + settings.self() + " of " + empty.membersText());
        }
        return own;
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
            return new Formed(own.clusterId());
        }
        while (own.state() != State.FORMED) {
            step(FormationRules.next(own, askAll()));
        }
        LOG.info(
                "ensemble {} formed: member {} of {}",
                MemberRecord.clusterText(own.clusterId()),
                own.self(),
                own.membersText());
        return new Formed(own.clusterId());
    }

    private void step(Step step) throws IOException, InterruptedException {
        if (step instanceof Step.Refuse refuse) {
            throw new IOException(refuse.line());
        } else if (step instanceof Step.Wait wait) {
            sleep(wait.reason());
        } else if (step instanceof Step.Agree agree) {
            record(State.AGREED, agree.clusterId() == 0 ? newClusterId() : agree.clusterId());
        } else {
            log.format(own.clusterId());
            record(State.FORMED, own.clusterId());
        }
    }

    /** On the disk first, and only then told. */
    private void record(State state, long clusterId) throws IOException {
        MemberRecord next = own.with(state, clusterId);
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
        List<MemberAddress> others = settings.members().stream()
                .filter(m -> m.number() != settings.self())
                .toList();
        Map<Integer, MemberRecord> said = new TreeMap<>();
        for (MemberAddress other : others) {
            ask(other).ifPresent(record -> said.put(other.number(), record));
        }
        return said;
    }

    private Optional<MemberRecord> ask(MemberAddress other) {
        try {
            return FormationAnswers.ask(other);
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

    private static long newClusterId() {
        SecureRandom random = new SecureRandom();
        long id = random.nextLong();
        while (id == 0) {
            id = random.nextLong();
        }
        return id;
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
