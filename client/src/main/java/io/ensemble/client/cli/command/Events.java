package io.ensemble.client.cli.command;

import io.ensemble.client.WatchEvent;
import io.ensemble.client.cli.output.Bytes;
import io.ensemble.client.cli.output.Console;
import io.ensemble.client.cli.output.Style;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a watch tells, as a line and as fields. Stateless. */
final class Events {
    private Events() {}

    /** Kind, zxid, path, data. */
    static String line(WatchEvent event, Console console) {
        String rest = " " + event.zxid() + " " + event.path() + " " + Bytes.shown(event.data());
        return console.styled(style(event.kind()), event.kind().name()) + rest.stripTrailing();
    }

    static Map<String, @Nullable Object> fields(WatchEvent event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", event.kind().name());
        fields.put("zxid", event.zxid());
        if (!event.path().isEmpty()) {
            fields.put("path", event.path());
            fields.put("session", "0x" + Long.toHexString(event.sessionId()));
        }
        Bytes.put(fields, event.data());
        if (event.stat() != null) {
            fields.put("version", event.stat().version());
        }
        return fields;
    }

    private static Style style(WatchEvent.Kind kind) {
        return switch (kind) {
            case CREATED -> Style.GOOD;
            case DELETED, GAP, ENDED -> Style.BAD;
            case DATA_CHANGED -> Style.CHANGED;
            case EXISTING, LISTED -> Style.FAINT;
        };
    }
}
