package io.ensemble.deploy.local;

import java.util.Random;
import java.util.stream.IntStream;

/** A client port of member 1 whose members' ports are all free at this moment. */
final class FreePorts {
    /** From a member's client port to its admin port. */
    static final int ADMIN_STEP = 4_000;

    private static final int TRIES = 100;

    private FreePorts() {}

    static int forMembers(int members) {
        Random random = new Random();
        for (int i = 0; i < TRIES; i++) {
            int first = 10_000 + random.nextInt(18_000); // below what the kernel gives to outgoing connections
            boolean free = IntStream.range(first, first + members)
                    .mapToObj(client -> new MemberPorts(client, client + ADMIN_STEP))
                    .flatMap(ports -> ports.all().values().stream())
                    .allMatch(PortOwner::isFree);
            if (free) {
                return first;
            }
        }
        throw new IllegalStateException("no free ports");
    }
}
