package io.ensemble.chaos.chaos.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a multi sets, or a multiRead shows, as one value of a history's line: {@code PATH=VALUE} or {@code
 * PATH@VERSION=VALUE}, joined by blanks. Values have no blank. Immutable.
 */
public record Batch(List<Part> parts) {
    /**
     * One of its znodes.
     *
     * @param version asked for, or -1
     */
    public record Part(String path, int version, String value) {}

    public Batch {
        parts = List.copyOf(parts);
    }

    /** As a value of a line. */
    public String text() {
        List<String> words = new ArrayList<>();
        for (Part part : parts) {
            String version = part.version() < 0 ? "" : "@" + part.version();
            words.add(part.path() + version + "=" + part.value());
        }
        return String.join(" ", words);
    }

    /** From a value of a line. */
    public static Batch parse(String text) {
        List<Part> parts = new ArrayList<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int equal = word.indexOf('=');
            String path = word.substring(0, equal);
            int at = path.indexOf('@');
            int version = at < 0 ? -1 : Integer.parseInt(path.substring(at + 1));
            parts.add(new Part(at < 0 ? path : path.substring(0, at), version, word.substring(equal + 1)));
        }
        return new Batch(parts);
    }

    /** Values by path. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        parts.forEach(part -> values.put(part.path(), part.value()));
        return values;
    }
}
