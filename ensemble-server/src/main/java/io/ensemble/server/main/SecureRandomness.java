package io.ensemble.server.main;

import io.ensemble.server.member.Wiring;
import java.security.SecureRandom;

/** Randomness that nobody can guess. Any thread. */
final class SecureRandomness implements Wiring.Randomness {
    private static final int PASSWORD_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    @Override
    public long nonce() {
        long nonce = random.nextLong();
        return nonce == 0 ? 1 : nonce;
    }

    @Override
    public byte[] password() {
        byte[] password = new byte[PASSWORD_BYTES];
        random.nextBytes(password);
        return password;
    }
}
