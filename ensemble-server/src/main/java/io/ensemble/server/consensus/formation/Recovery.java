package io.ensemble.server.consensus.formation;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.files.DurableFiles;
import io.ensemble.server.consensus.formation.MemberRecord.MalformedRecordException;
import io.ensemble.server.consensus.formation.MemberRecord.State;
import io.ensemble.server.tls.MemberSockets;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a majority of data folders is lost for good: makes a new ensemble, of one member, of what one member has. It has a
 * new id, so that none of the members that are left out can ever take part in it by mistake, and another record is written
 * last. Used by one thread, while the member is stopped.
 */
public final class Recovery implements Closeable {
    private final DirectoryLock lock;
    private final RecordFile file;
    private final MemberRecord own;

    private Recovery(DirectoryLock lock, RecordFile file, MemberRecord own) {
        this.lock = lock;
        this.file = file;
        this.own = own;
    }

    /**
     * Takes the stopped member's folder, and checks that a recovery is due.
     *
     * @param without the numbers of the members to leave out: all others
     * @throws IOException in one line, where it is not
     */
    public static Recovery open(FormationSettings settings, DurableFiles files, Set<Integer> without)
            throws IOException {
        DirectoryLock lock = DirectoryLock.take(settings.dataDir());
        try {
            RecordFile file = new RecordFile(files, settings.dataDir());
            MemberRecord own = file.read()
                    .orElseThrow(() -> new IOException("the data folder " + settings.dataDir() + " is empty: recover on"
                            + " a member that has data"));
            check(settings, own, without);
            return new Recovery(lock, file, own);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void check(FormationSettings settings, MemberRecord own, Set<Integer> without) throws IOException {
        if (own.self().number() != settings.self()) {
            throw new IOException("the data folder " + settings.dataDir() + " belongs to member "
                    + own.self().number());
        }
        if (!own.isTakenIn()) {
            throw new IOException("member " + own.self().number() + " is no part of an ensemble with data ("
                    + own.state() + "): recover on another member");
        }
        TreeSet<Integer> others = new TreeSet<>();
        own.members().forEach(m -> others.add(m.number()));
        others.remove(own.self().number());
        if (!others.equals(new TreeSet<>(without))) {
            throw new IOException("name all other members with --without: " + others
                    + ". The new ensemble begins with this member alone, and with what it has; give the others empty"
                    + " folders then, and add them");
        }
        checkOthers(settings.sockets(), own, RecoveryRules.toAsk(own, settings.members()));
    }

    private static void checkOthers(MemberSockets sockets, MemberRecord own, List<MemberAddress> others)
            throws IOException {
        List<MemberAddress> alive = new ArrayList<>();
        for (MemberAddress other : others) {
            Optional<MemberRecord> answer = ask(sockets, other);
            if (answer.isEmpty()) {
                continue;
            }
            String refusal = RecoveryRules.refusal(own, other, answer.get());
            if (refusal != null) {
                throw new IOException(refusal);
            }
            if (answer.get().isTakenIn()) {
                alive.add(answer.get().self());
            }
        }
        if (!alive.isEmpty()) {
            long voters = 1 + alive.stream().filter(m -> isMember(own, m)).count();
            throw new IOException("member " + alive.get(0).number() + " answers at "
                    + alive.get(0).formationAddress() + ", and has data: "
                    + (voters * 2 > own.members().size()
                            ? "with this one that is a majority, and nothing is to be recovered. Start this member"
                            : "stop it first, and compare which of the two has more"));
        }
    }

    private static boolean isMember(MemberRecord own, MemberAddress member) {
        return own.members().stream().anyMatch(member::isSame);
    }

    private static Optional<MemberRecord> ask(MemberSockets sockets, MemberAddress other) throws IOException {
        try {
            return FormationAnswers.ask(sockets, other.host(), other.formationPort());
        } catch (MalformedRecordException e) {
            throw new IOException(
                    "what listens on " + other.formationAddress() + ", the formation port of member " + other.number()
                            + ", does not say whether it has data: " + e.getMessage() + ". Stop it first",
                    e);
        }
    }

    /** The ensemble that there was. */
    public long formerId() {
        return own.clusterId();
    }

    /** A new ensemble's id. */
    public static long newId() {
        return Formation.randomId();
    }

    /** From now on this member is all of the new ensemble. Its log is in place. */
    public void formed(long newId) throws IOException {
        MemberAddress self = own.self().reborn(0);
        file.write(new MemberRecord(State.FORMED, newId, self, -1, List.of(self)));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
