package io.ensemble.client.cli.output;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A znode's data, for people and for programs. Stateless. */
public final class Bytes {
    private static final int DUMP_WIDTH = 16;

    private Bytes() {}

    /** As UTF-8; null where it is something else. */
    public static @Nullable String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean clean =
                    text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r');
            return clean ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** As a field of a record: {@code data} for text, {@code base64} for all else, none where there is no data. */
    public static void put(Map<String, @Nullable Object> fields, byte @Nullable [] bytes) {
        if (bytes != null) {
            String text = text(bytes);
            fields.put(text == null ? "base64" : "data", text == null ? base64(bytes) : text);
        }
    }

    /** One line of text whatever it is; empty for none. */
    public static String shown(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        String text = text(bytes);
        return text == null ? "base64:" + base64(bytes) : Values.text(text);
    }

    /** In base64. */
    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** In hexadecimal, sixteen a line, with what of it is text beside it. */
    public static String dump(byte[] bytes) {
        StringBuilder all = new StringBuilder();
        for (int from = 0; from < bytes.length; from += DUMP_WIDTH) {
            StringBuilder text = new StringBuilder();
            all.append(String.format(Locale.ROOT, "%08x ", from));
            for (int i = from; i < from + DUMP_WIDTH; i++) {
                all.append(i < bytes.length ? String.format(Locale.ROOT, " %02x", bytes[i]) : "   ");
                if (i < bytes.length) {
                    text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
                }
            }
            all.append("  |").append(text).append("|\n");
        }
        return all.toString();
    }
}
