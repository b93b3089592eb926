package io.ensemble.server.zookeeper.word;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words, as the first four bytes of a connection: no length of a frame looks like one. */
public final class Words {
    /** All of ZooKeeper's; those that are not answered here are known, so that they are refused in its wording. */
    private static final Set<String> KNOWN = Set.of(
            "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "ruok", "stmk", "srst", "srvr", "stat", "wchc",
            "wchp", "wchs", "mntr", "isro", "hash");

    private static final Map<Integer, String> BY_NUMBER = new HashMap<>();

    static {
        KNOWN.forEach(word -> BY_NUMBER.put(number(word), word));
    }

    private Words() {}

    /** The word that these four bytes are, or null. */
    public static @Nullable String of(int firstBytes) {
        return BY_NUMBER.get(firstBytes);
    }

    /** The four bytes that a word is. */
    public static int number(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        return bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    }
}
