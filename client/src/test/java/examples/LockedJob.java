package examples;

import io.ensemble.client.Ensemble;
import io.ensemble.client.recipes.Grant;
import io.ensemble.client.recipes.Lock;
import java.util.concurrent.atomic.AtomicLong;

/** A lock, and something that it protects: a register that refuses whoever was granted the lock before another one. */
public final class LockedJob {
    private static final AtomicLong NEWEST_TOKEN = new AtomicLong();

    /** Belongs to what is protected, which sees all tokens: a database, a file server. */
    static void write(long token) {
        long newest = NEWEST_TOKEN.accumulateAndGet(token, Math::max);
        if (token < newest) {
            throw new IllegalStateException("token " + token + " is older than " + newest);
        }
    }

    static long runOnce(Ensemble client) throws InterruptedException {
        try (Grant grant = new Lock(client, "/locks/job").acquire()) {
            grant.onLost(() -> System.out.println("the lock is lost: stop"));
            write(grant.token());
            return grant.token();
        }
    }

    public static void main(String[] args) throws InterruptedException {
        try (Ensemble client = Ensemble.connect(args[0])) {
            for (int i = 0; i < 10; i++) {
                System.out.println("had the lock, token " + runOnce(client));
            }
        }
    }
}
