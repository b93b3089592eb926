package io.ensemble.protocol.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bytes in hexadecimal from a test resource: "name: hex" after lines of comment; a line that begins with a blank goes on. */
public final class Golden {
    private Golden() {}

    public static Map<String, byte[]> load(String resource) {
        Map<String, StringBuilder> hex = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        for (String line : text(resource).lines().toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (!line.startsWith(" ")) {
                int colon = line.indexOf(':');
                current = new StringBuilder();
                hex.put(line.substring(0, colon), current);
                line = line.substring(colon + 1);
            }
            current.append(line.replace(" ", ""));
        }
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        hex.forEach((name, digits) -> bytes.put(name, HexFormat.of().parseHex(digits)));
        return bytes;
    }

    private static String text(String resource) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
