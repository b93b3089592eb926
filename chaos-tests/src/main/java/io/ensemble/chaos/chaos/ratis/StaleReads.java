package io.ensemble.chaos.chaos.ratis;

import io.ensemble.chaos.chaos.cluster.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;

/**
 * Linearizable reads of a register on stock Ratis, put into the sockets of a leader that is stopped and replaced. Confined
 * to one thread.
 */
public final class StaleReads implements AutoCloseable {
    private static final int WAIT_MS = 20_000;
    private static final int ANSWER_MS = 5_000;
    private static final int AWAKE_MS = 50;
    private static final int SETTLING_READS = 50;

    private final RealCluster cluster;
    private final RaftClient writer;
    private int asked;
    private int fresh;
    private int stale;

    /** @param cluster of {@link RegisterSoftware}, started */
    public StaleReads(RealCluster cluster) {
        this.cluster = cluster;
        this.writer = RegisterGroup.client(RegisterSoftware.ports(cluster.layout()), true, 1_000);
    }

    /** A read, and the value that was acknowledged before it was asked for. */
    private record Question(long due, CompletableFuture<RaftClientReply> answer) {}

    /** Stops the leader, writes at the next one, wakes it; returns the stale answers. */
    public int round(int readers, int writes) throws IOException, InterruptedException {
        RaftClientReply first = written();
        int old = Integer.parseInt(first.getServerId().toString());
        List<RaftClient> clients = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        try {
            for (int i = 0; i < readers; i++) {
                RaftClient client = RegisterGroup.client(RegisterSoftware.ports(cluster.layout()), false, WAIT_MS);
                clients.add(client);
            }
            settle(clients, old);
            cluster.process(old).pause();
            for (int i = 0; i < writes; i++) {
                ask(clients, old, RegisterMachine.value(written().getMessage()), questions);
            }
            cluster.process(old).resume();
            long awakeUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AWAKE_MS);
            while (System.nanoTime() < awakeUntil) {
                ask(clients, old, RegisterMachine.value(written().getMessage()), questions);
            }
            return judge(questions);
        } finally {
            for (RaftClient client : clients) {
                client.close();
            }
        }
    }

    /**
     * Reads until the leader has confirmed itself at a commit index that stands still: behind a write it logs and commits
     * its own commit index once more. Such a leader asks nobody any more.
     */
    private static void settle(List<RaftClient> clients, int leader) throws IOException {
        for (int i = 0; i < SETTLING_READS; i++) {
            for (RaftClient client : clients) {
                client.io().sendReadOnly(Message.valueOf("get"), RegisterGroup.peer(leader));
            }
        }
    }

    private RaftClientReply written() throws IOException {
        RaftClientReply reply = writer.io().send(Message.valueOf("add"));
        if (!reply.isSuccess()) {
            throw new IOException("a write failed: " + reply);
        }
        return reply;
    }

    private void ask(List<RaftClient> clients, int old, long due, List<Question> questions) {
        for (RaftClient client : clients) {
            // A stream of its own for each: the ordered one would wait for what a follower refuses.
            questions.add(new Question(
                    due, client.async().sendReadOnlyUnordered(Message.valueOf("get"), RegisterGroup.peer(old))));
            asked++;
        }
    }

    private int judge(List<Question> questions) throws InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MS);
        int found = 0;
        for (Question question : questions) {
            try {
                long leftNs = Math.max(1, giveUpAt - System.nanoTime());
                RaftClientReply reply = question.answer().get(leftNs, TimeUnit.NANOSECONDS);
                if (reply.isSuccess()) {
                    boolean isStale = RegisterMachine.value(reply.getMessage()) < question.due();
                    found += isStale ? 1 : 0;
                    fresh += isStale ? 0 : 1;
                }
            } catch (ExecutionException | TimeoutException e) {
                // Not answered, and so not with an old value.
            }
        }
        stale += found;
        return found;
    }

    /** What came of all rounds, in words. */
    public String summary() {
        return asked + " linearizable reads of stock Ratis, " + fresh + " answered with the newest, " + stale
                + " STALE, " + (asked - fresh - stale) + " unanswered";
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
