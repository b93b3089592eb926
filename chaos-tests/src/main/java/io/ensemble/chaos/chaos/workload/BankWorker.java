package io.ensemble.chaos.chaos.workload;

import io.ensemble.chaos.chaos.client.TracedClient;
import io.ensemble.chaos.chaos.history.Batch;
import io.ensemble.chaos.chaos.history.Completion;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Moves money between two accounts in one multi, at the versions that it read, or looks at all accounts in one. */
final class BankWorker extends Worker {
    private static final int PAUSE_MS_MAX = 40;
    private static final int AMOUNT_MAX = 20;

    BankWorker(Scene scene, int process, SplittableRandom random) {
        super(scene, process, random);
    }

    @Override
    void step(TracedClient with) throws InterruptedException {
        List<String> accounts = Scene.accounts();
        if (random.nextInt(3) == 0) {
            await(with.readAll(accounts));
            return;
        }
        int number = random.nextInt(accounts.size());
        String from = accounts.get(number);
        String to = accounts.get((number + 1 + random.nextInt(accounts.size() - 1)) % accounts.size());
        Completion giver = await(with.read(from));
        Completion taker = await(with.read(to));
        int amount = 1 + random.nextInt(AMOUNT_MAX);
        if (isOk(giver) && isOk(taker) && balance(giver) >= amount) {
            await(with.setAll(new Batch(List.of(moved(from, giver, -amount), moved(to, taker, amount)))));
        }
    }

    private static Batch.Part moved(String account, @Nullable Completion read, int amount) {
        int version = read == null || read.version() == null ? -1 : read.version();
        return new Batch.Part(account, version, Integer.toString(balance(read) + amount));
    }

    private static int balance(@Nullable Completion read) {
        return read == null || read.value() == null ? 0 : Integer.parseInt(read.value());
    }

    @Override
    int pauseMsMax() {
        return PAUSE_MS_MAX;
    }
}
