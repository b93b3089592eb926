package io.ensemble.chaos.chaos.drill;

import io.ensemble.chaos.chaos.cluster.EnsembleSoftware;
import io.ensemble.chaos.chaos.cluster.Layout;
import io.ensemble.chaos.chaos.cluster.RealCluster;
import io.ensemble.chaos.chaos.cluster.Software;
import io.ensemble.chaos.chaos.ratis.RegisterSoftware;
import io.ensemble.chaos.chaos.ratis.StaleReads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The leader is stopped, another one is elected and acknowledges writes, and meanwhile and in the first milliseconds after
 * it wakes, sync and get are put into the old leader's sockets. It must not answer one with what it had when it stopped.
 */
@Command(
        name = "stalesync",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Asks a leader that was stopped, and has been replaced, for values behind a sync.")
final class StaleSyncDrill extends Drill {
    /** Long, so that the connections outlive the stop. */
    private static final int READER_TIMEOUT_MS = 40_000;

    private static final int ANSWER_MS = 5_000;
    private static final int AWAKE_MS = 50;
    private static final int PRINT_EACH = 10;

    @Option(names = "--rounds", defaultValue = "100", description = "Times that the leader is stopped.")
    private int rounds;

    @Option(names = "--readers", defaultValue = "4", description = "Connections to the stopped leader.")
    private int readers;

    @Option(names = "--writes", defaultValue = "8", description = "Writes acknowledged while it is stopped.")
    private int writes;

    @Option(
            names = "--without-sync",
            description = "Leaves the sync out; the drill must then find stale answers, or it shows nothing.")
    private boolean withoutSync;

    @Option(
            names = "--stock-ratis",
            description =
                    "Asks a register on stock Ratis by its linearizable reads instead; stale answers are expected.")
    private boolean stockRatis;

    private int asked;
    private int fresh;
    private int stale;
    private int unanswered;
    private int roundsWithAnswers;
    private int roundsBegunAgain;

    @Override
    void drill(Path home) throws IOException, InterruptedException {
        if (stockRatis) {
            askStockRatis(home);
            return;
        }
        Software software = planted(EnsembleSoftware.asDelivered(""));
        try (RealCluster cluster = new RealCluster(software, Layout.loopback(members(), software), home)) {
            cluster.startAll();
            cluster.awaitServing(UP_WITHIN);
            for (int round = 1; round <= rounds; round++) {
                while (!round(cluster, round)) {
                    if (++roundsBegunAgain > rounds) {
                        throw new IOException("the leadership moves by itself, again and again");
                    }
                }
                if (round % PRINT_EACH == 0 || round == rounds) {
                    print("%s", summary(round));
                }
            }
            failAll("members", cluster.endedByThemselves());
        }
        print("%d rounds were begun again, since the leadership had moved before the stop", roundsBegunAgain);
    }

    @Override
    void judgeItself() {
        if (withoutSync || stockRatis) {
            if (stale == 0) {
                fail("nothing stale was answered: so this way of asking cannot tell a sound barrier from none");
            }
        } else if (roundsWithAnswers * 2 < rounds) {
            weak("the old leader answered in " + roundsWithAnswers + " of " + rounds + " rounds only");
        }
    }

    private void askStockRatis(Path home) throws IOException, InterruptedException {
        Software software = new RegisterSoftware();
        try (RealCluster cluster = new RealCluster(software, Layout.loopback(members(), software), home)) {
            cluster.startAll();
            int roundsWithStale = 0;
            try (StaleReads reads = new StaleReads(cluster)) {
                for (int round = 1; round <= rounds; round++) {
                    int found = reads.round(readers, writes);
                    stale += found;
                    roundsWithStale += found > 0 ? 1 : 0;
                    cluster.heal();
                    if (round % PRINT_EACH == 0 || round == rounds) {
                        print("%d rounds: %s; stale answers in %d rounds", round, reads.summary(), roundsWithStale);
                    }
                }
            }
        }
    }

    private String summary(int round) {
        return String.format(
                java.util.Locale.ROOT,
                "%d rounds: %d reads %s, %d answered with the newest, %d STALE, %d unanswered; answers in %d rounds",
                round,
                asked,
                withoutSync ? "without a sync" : "behind a sync",
                fresh,
                stale,
                unanswered,
                roundsWithAnswers);
    }

    /** False where another member led before the leader was stopped: then it was no leader that was stopped. */
    private boolean round(RealCluster cluster, int round) throws IOException, InterruptedException {
        int old = cluster.awaitLeader(UP_WITHIN);
        int other = 1 + old % cluster.members();
        String path = "/stale-" + round;
        try (RawSession writer =
                RawSession.open(cluster.layout().client(other), READER_TIMEOUT_MS, READER_TIMEOUT_MS)) {
            writer.ensure(path, "");
            List<StaleReader> all = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                all.add(new StaleReader(
                        cluster.layout().client(old), path, !withoutSync, READER_TIMEOUT_MS, ANSWER_MS));
            }
            if (cluster.awaitLeader(UP_WITHIN) != old) {
                for (StaleReader reader : all) {
                    reader.close();
                }
                return false;
            }
            cluster.process(old).pause();
            int version = 0;
            for (int i = 0; i < writes; i++) {
                version = writeAndAsk(writer, path, all);
            }
            cluster.process(old).resume();
            long awakeUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AWAKE_MS);
            while (System.nanoTime() < awakeUntil) {
                for (StaleReader reader : all) {
                    askQuietly(reader, version);
                }
                version = writeAndAsk(writer, path, all);
            }
            boolean answered = false;
            for (StaleReader reader : all) {
                reader.takeAnswers();
                answered |= reader.fresh() + reader.stale() > 0;
                count(reader, round);
                reader.close();
            }
            roundsWithAnswers += answered ? 1 : 0;
            writer.closeSession();
        }
        cluster.heal();
        cluster.awaitServing(UP_WITHIN);
        return true;
    }

    private static int writeAndAsk(RawSession writer, String path, List<StaleReader> all) throws IOException {
        RawSession.Answer answer = writer.setData(path, "", -1);
        if (answer.error() != 0) {
            throw new IOException("a set was answered with error " + answer.error());
        }
        int version = answer.stat().version();
        for (StaleReader reader : all) {
            askQuietly(reader, version);
        }
        return version;
    }

    /** A connection that the old leader has closed by now is one that gives no stale answers. */
    private static void askQuietly(StaleReader reader, int version) {
        try {
            reader.ask(version);
        } catch (IOException e) {
            // The questions before count as unanswered.
        }
    }

    private void count(StaleReader reader, int round) {
        asked += reader.asked();
        fresh += reader.fresh();
        stale += reader.stale();
        unanswered += reader.unanswered();
        if (reader.stale() > 0 && !withoutSync) {
            fail("round " + round + ": " + reader.stale() + " stale answers, such as " + reader.worst());
        }
    }
}
