package io.ensemble.chaos.diff;

import io.ensemble.chaos.wire.WireAcl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Draws the arguments of operations from small alphabets, mostly sensible and now and then not. One thread. */
final class RandomValues {
    /** Users of scheme digest, with their passwords. */
    static final List<String> USERS = List.of("u1:p1", "u2:p2");

    private static final List<String> BAD_PATHS = List.of(
            "",
            "a",
            "//",
            "~//a",
            "~/a/",
            "~/",
            "~/./a",
            "~/a/..",
            "~/.",
            "~/..",
            "~/a\u0000",
            "~/a\u0001",
            "~/a\u007f",
            "~/\u009f",
            "~/\ue000",
            "~/\uf8ff",
            "~/\ufff0",
            "~/\uffff",
            "~/...",
            "~/\u00e4\u20ac",
            "~/a b",
            "/zookeeper",
            "/zookeeper/quota",
            "/zookeeper/config",
            "/zookeeper/nosuch",
            "/");
    private static final List<WireAcl> GOOD_ENTRIES = List.of(
            new WireAcl(WireAcl.READ, "world", "anyone"),
            new WireAcl(WireAcl.ALL, "world", "anyone"),
            new WireAcl(WireAcl.READ | WireAcl.WRITE | WireAcl.CREATE | WireAcl.ADMIN, "world", "anyone"),
            new WireAcl(WireAcl.ALL & ~WireAcl.READ, "world", "anyone"),
            new WireAcl(WireAcl.WRITE | WireAcl.CREATE | WireAcl.DELETE | WireAcl.READ, "world", "anyone"),
            new WireAcl(WireAcl.ADMIN, "world", "anyone"),
            new WireAcl(WireAcl.ALL, "digest", digest(USERS.get(0))),
            new WireAcl(WireAcl.READ | WireAcl.CREATE, "digest", digest(USERS.get(1))),
            new WireAcl(WireAcl.ALL, "auth", ""),
            new WireAcl(WireAcl.READ | WireAcl.ADMIN, "auth", "ignored"),
            new WireAcl(WireAcl.ALL, "ip", "127.0.0.1"),
            new WireAcl(WireAcl.ALL, "ip", "127.0.0.0/8"),
            new WireAcl(WireAcl.ALL, "ip", "10.1.2.3"),
            new WireAcl(WireAcl.READ, "ip", "10.0.0.0/9"));
    private static final List<WireAcl> ODD_ENTRIES = List.of(
            new WireAcl(0, "world", "anyone"),
            new WireAcl(64, "world", "anyone"),
            new WireAcl(-1, "world", "anyone"),
            new WireAcl(WireAcl.ALL, "world", "somebody"),
            new WireAcl(WireAcl.ALL, "nosuch", "x"),
            new WireAcl(WireAcl.ALL, "digest", "nocolon"),
            new WireAcl(WireAcl.ALL, "digest", "a:b:c"),
            new WireAcl(WireAcl.ALL, "digest", ":"),
            new WireAcl(WireAcl.ALL, "digest", "x:"),
            new WireAcl(WireAcl.ALL, "ip", "localhost"),
            new WireAcl(WireAcl.ALL, "ip", "1.2.3"),
            new WireAcl(WireAcl.ALL, "ip", "1.2.3.256"),
            new WireAcl(WireAcl.ALL, "ip", "127.0.0.1/33"),
            new WireAcl(WireAcl.ALL, "ip", "127.0.0.1/x"),
            new WireAcl(WireAcl.ALL, "ip", "127.0.0.1/"),
            new WireAcl(WireAcl.ALL, "ip", ""),
            new WireAcl(WireAcl.ALL, "ip", "::1"),
            new WireAcl(WireAcl.ALL, "", ""));
    private static final List<WireAcl> NULL_ENTRIES = List.of(
            new WireAcl(WireAcl.ALL, null, null),
            new WireAcl(WireAcl.ALL, null, "anyone"),
            new WireAcl(WireAcl.ALL, "world", null),
            new WireAcl(WireAcl.ALL, "digest", null));
    private static final List<Long> TTLS = List.of(60_000L, 3_600_000L, 0xff_ffff_ffffL, 0x100_0000_0000L, 0L, -1L);

    private final Random random;
    private final TreeGuess tree;

    RandomValues(Random random, TreeGuess tree) {
        this.random = random;
        this.tree = tree;
    }

    /** With a probability of percent in a hundred. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A path to read or write. */
    String path() {
        int draw = random.nextInt(1000);
        if (draw < 40) {
            return one(BAD_PATHS);
        }
        return draw < 850 ? tree.existing() : tree.child();
    }

    /** A path that is malformed, or that of all scripts. */
    String badPath() {
        return one(BAD_PATHS);
    }

    /** A path to create or change: not one that all scripts share. */
    String ownPath() {
        String path = path();
        return path.startsWith("/") ? tree.child() : path;
    }

    /** A path that is well formed. */
    String goodPath() {
        return chance(75) ? tree.existing() : tree.child();
    }

    byte @Nullable [] data() {
        int draw = random.nextInt(100);
        if (draw < 4) {
            return null;
        }
        if (draw < 12) {
            return new byte[0];
        }
        return draw < 98 ? Calls.bytes("d" + random.nextInt(10)) : new byte[random.nextInt(5000)];
    }

    int version() {
        int draw = random.nextInt(100);
        if (draw < 65) {
            return -1;
        }
        return draw < 97 ? random.nextInt(4) : one(List.of(-2, 99, Integer.MAX_VALUE, Integer.MIN_VALUE));
    }

    long ttlMs(boolean mayBeWrong) {
        return chance(75) || !mayBeWrong ? one(TTLS.subList(0, 3)) : one(TTLS);
    }

    List<WireAcl> acl() {
        int draw = random.nextInt(1000);
        if (draw < 880) {
            return WireAcl.OPEN;
        }
        if (draw < 886) {
            return List.of();
        }
        return entries();
    }

    /**
     * A list that is missing, or whose first entry has no scheme or no id; behind another one ZooKeeper's answer depends
     * on whether it compares the two.
     */
    @Nullable
    List<WireAcl> nullAcl() {
        if (chance(25)) {
            return null;
        }
        List<WireAcl> entries = entries();
        entries.add(0, one(NULL_ENTRIES));
        return entries;
    }

    private List<WireAcl> entries() {
        List<WireAcl> entries = new ArrayList<>();
        do {
            entries.add(chance(85) ? one(GOOD_ENTRIES) : one(ODD_ENTRIES));
        } while (chance(35));
        return entries;
    }

    /** How scheme digest writes a user and password into an ACL. */
    static String digest(String userPassword) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(userPassword.getBytes(StandardCharsets.UTF_8));
            return userPassword.substring(0, userPassword.indexOf(':')) + ":"
                    + Base64.getEncoder().encodeToString(sha1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
