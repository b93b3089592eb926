package io.ensemble.client;

import io.ensemble.client.ConnectString.Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which member is tried next, and after what wait: all of them at once in turn, then slower. Confined to the loop. */
final class Members {
    private static final long WAIT_MS_MAX = 1_000;
    private static final long WAIT_MS_MIN = 20;

    private final List<Address> addresses;
    private final Random random = new Random();
    private int next;
    private int failedInARow;

    /** In an order of its own, so that many clients spread over the members. */
    Members(List<Address> addresses) {
        this.addresses = new ArrayList<>(addresses);
        Collections.shuffle(this.addresses, random);
    }

    Address next() {
        Address address = addresses.get(next);
        next = (next + 1) % addresses.size();
        return address;
    }

    /** How long to wait before the next one, now that one failed. */
    long failedWaitMs() {
        int rounds = failedInARow++ / addresses.size();
        if (rounds == 0) {
            return 0;
        }
        long longest = Math.min(WAIT_MS_MAX, WAIT_MS_MIN << Math.min(10, rounds));
        return longest / 2 + random.nextInt((int) (longest / 2) + 1);
    }

    void succeeded() {
        failedInARow = 0;
    }

    @Override
    public String toString() {
        return addresses.toString();
    }
}
