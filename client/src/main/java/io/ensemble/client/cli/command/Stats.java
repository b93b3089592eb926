package io.ensemble.client.cli.command;

import io.ensemble.client.Stat;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stat as fields. Stateless. */
public final class Stats {
    private Stats() {}

    /** All of it. */
    public static Map<String, @Nullable Object> fields(Stat stat) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        put(fields, stat);
        return fields;
    }

    /** All of it, behind what is there. */
    public static void put(Map<String, @Nullable Object> fields, Stat stat) {
        fields.put("czxid", stat.czxid());
        fields.put("mzxid", stat.mzxid());
        fields.put("pzxid", stat.pzxid());
        fields.put("ctime", Instant.ofEpochMilli(stat.ctimeMs()).toString());
        fields.put("mtime", Instant.ofEpochMilli(stat.mtimeMs()).toString());
        fields.put("version", stat.version());
        fields.put("cversion", stat.cversion());
        fields.put("aversion", stat.aversion());
        fields.put("ephemeralOwner", "0x" + Long.toHexString(stat.ephemeralOwner()));
        fields.put("dataLength", stat.dataLength());
        fields.put("children", stat.childCount());
    }

    /** What one looks at in a list of znodes. */
    public static void putShort(Map<String, @Nullable Object> fields, Stat stat) {
        fields.put("version", stat.version());
        fields.put("bytes", stat.dataLength());
        fields.put("children", stat.childCount());
        fields.put("mtime", Instant.ofEpochMilli(stat.mtimeMs()).toString());
        fields.put("owner", stat.ephemeralOwner() == 0 ? "" : "0x" + Long.toHexString(stat.ephemeralOwner()));
    }
}
