package io.ensemble.server.proposer;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes have handed over and the proposer has not numbered yet: submissions in order, and sessions that were
 * heard of. Lanes put in, the peer loop takes out. Bounded by the lanes: they read no more from their clients while it is
 * full.
 */
final class Outbox {
    private final Queue<Submission> submissions = new ConcurrentLinkedQueue<>();
    private final Queue<KeptAlive> heard = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong count = new AtomicLong();

    void add(Submission submission) {
        bytes.addAndGet(submission.sizeBytes());
        count.incrementAndGet();
        submissions.add(submission);
    }

    void heard(KeptAlive session) {
        heard.add(session);
    }

    long bytes() {
        return bytes.get();
    }

    long count() {
        return count.get();
    }

    boolean hasHeard() {
        return !heard.isEmpty();
    }

    @Nullable
    Submission peek() {
        return submissions.peek();
    }

    /** Takes the first submission out. */
    void remove() {
        Submission first = submissions.remove();
        bytes.addAndGet(-first.sizeBytes());
        count.decrementAndGet();
    }

    /** Takes out sessions that were heard of and are still connected. */
    List<KeptAlive> takeHeard(int countMax) {
        List<KeptAlive> taken = new ArrayList<>();
        while (taken.size() < countMax) {
            KeptAlive session = heard.poll();
            if (session == null) {
                break;
            }
            session.taken();
            if (session.isConnected()) {
                taken.add(session);
            }
        }
        return taken;
    }
}
