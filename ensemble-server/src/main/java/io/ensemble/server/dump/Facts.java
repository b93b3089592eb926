package io.ensemble.server.dump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts by name in their order, with what belongs below them: one line of text each, or one object of JSON. */
final class Facts {
    private final String kind;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<Facts> below = new ArrayList<>();
    private String belowName = "";

    Facts(String kind) {
        this.kind = kind;
    }

    /** What it is: the first word of the line. */
    String kind() {
        return kind;
    }

    Facts number(String name, long value) {
        values.put(name, value);
        return this;
    }

    /** A fact of text, left out where it is null. */
    Facts text(String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }

    /** A number as people compare it: ids and digests. */
    Facts hex(String name, long value) {
        return text(name, "0x" + Long.toHexString(value));
    }

    Facts flag(String name, boolean value) {
        values.put(name, value);
        return this;
    }

    /** What belongs below, under one name. */
    Facts below(String name, List<Facts> facts) {
        belowName = name;
        below.addAll(facts);
        return this;
    }

    Map<String, Object> values() {
        return values;
    }

    String belowName() {
        return belowName;
    }

    List<Facts> below() {
        return below;
    }
}
