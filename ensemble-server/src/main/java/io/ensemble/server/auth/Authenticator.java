package io.ensemble.server.auth;

import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper's schemes {@code ip} and {@code digest}. A connection has its address as an identity from the start, and
 * adds {@code user:base64(sha1(user:password))} for each user and password that it shows. Whoever shows the super
 * digest may do everything. Immutable.
 */
public final class Authenticator {
    private static final String IP = "ip";
    private static final String DIGEST = "digest";
    /** Longest user and password, in bytes: identities travel with writes, and an entry has room for the most there may be. */
    public static final int AUTH_BYTES_MAX = 512;

    private static final Id SUPER = new Id("super", "");

    private final @Nullable String superDigest;

    /** @param superDigest {@code super:base64(sha1(super:password))}, or null: nobody may do everything */
    public Authenticator(@Nullable String superDigest) {
        this.superDigest = superDigest;
    }

    /** Who a connection from this address is before it has proved anything. */
    public Identities ofAddress(String address) {
        return new Identities(List.of(new Id(IP, address)), false);
    }

    /**
     * Who the connection is once it has shown this.
     *
     * @return null where it proves nothing: an unknown scheme, no user and password or more than
     *     {@link #AUTH_BYTES_MAX}, or too many identities
     */
    public @Nullable Identities authenticate(
            Identities before, @Nullable String scheme, byte @Nullable [] auth, String address) {
        if (IP.equals(scheme)) {
            return with(before, List.of(new Id(IP, address)), before.superuser());
        }
        if (!DIGEST.equals(scheme) || auth == null || auth.length > AUTH_BYTES_MAX) {
            return null;
        }
        String digest = digest(new String(auth, StandardCharsets.UTF_8));
        Id id = new Id(DIGEST, digest);
        return digest.equals(superDigest)
                ? with(before, List.of(SUPER, id), true)
                : with(before, List.of(id), before.superuser());
    }

    /** What a connection is known by that showed {@code user:password}. */
    public static String digest(String userAndPassword) {
        String user = userAndPassword.split(":", 2)[0];
        return user + ":" + Base64.getEncoder().encodeToString(sha1(userAndPassword));
    }

    private static @Nullable Identities with(Identities before, List<Id> more, boolean superuser) {
        List<Id> ids = new ArrayList<>(before.ids());
        for (Id id : more) {
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids.size() > Identities.IDS_MAX ? null : new Identities(ids, superuser);
    }

    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
