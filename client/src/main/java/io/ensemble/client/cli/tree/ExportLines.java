package io.ensemble.client.cli.tree;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.ensemble.client.Acl;
import io.ensemble.client.cli.command.AclText;
import io.ensemble.client.cli.output.Bytes;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An export's lines, each a JSON object, and back. Data is text where that is the same bytes again, else base64; an open ACL is
 * left out. Stateless.
 */
final class ExportLines {
    private ExportLines() {}

    static String line(ExportHeader header) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.beginObject();
            json.name("export").value(ExportHeader.VERSION);
            json.name("path").value(header.path());
            json.name("zxid").value(header.zxid());
            json.name("znodes").value(header.znodes());
            json.endObject();
        }
        return line.toString();
    }

    static String line(ExportedZnode znode) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.setHtmlSafe(false);
            json.beginObject();
            json.name("path").value(znode.path());
            byte[] data = znode.data();
            if (data != null) {
                String text = Bytes.text(data);
                json.name(text == null ? "base64" : "data").value(text == null ? Bytes.base64(data) : text);
            }
            if (znode.isEphemeral()) {
                json.name("ephemeralOwner").value("0x" + Long.toHexString(znode.owner()));
            }
            if (!znode.acl().isEmpty()) {
                acl(json.name("acl"), znode.acl());
            }
            json.endObject();
        }
        return line.toString();
    }

    private static void acl(JsonWriter json, List<Acl> acl) throws IOException {
        json.beginArray();
        for (Acl each : acl) {
            json.beginObject();
            json.name("scheme").value(each.scheme());
            json.name("id").value(each.id());
            json.name("rights").value(AclText.rights(each.perms()));
            json.endObject();
        }
        json.endArray();
    }

    /** @throws IOException that says why it is none */
    static ExportHeader header(@Nullable String line) throws IOException {
        if (line == null) {
            throw new IOException("it is empty");
        }
        String path = null;
        long version = 0;
        long zxid = 0;
        long znodes = -1;
        try (JsonReader json = new JsonReader(new StringReader(line))) {
            json.beginObject();
            while (json.hasNext()) {
                switch (json.nextName()) {
                    case "export" -> version = json.nextLong();
                    case "path" -> path = json.nextString();
                    case "zxid" -> zxid = json.nextLong();
                    case "znodes" -> znodes = json.nextLong();
                    default -> json.skipValue();
                }
            }
            json.endObject();
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new IOException("it does not begin as an export does", e);
        }
        if (version != ExportHeader.VERSION || path == null || znodes < 0) {
            throw new IOException(
                    version > ExportHeader.VERSION ? "a newer program made it" : "it does not begin as an export does");
        }
        return new ExportHeader(path, zxid, znodes);
    }

    /** @throws IOException that says why it is none */
    static ExportedZnode znode(String line) throws IOException {
        try (JsonReader json = new JsonReader(new StringReader(line))) {
            return znode(json);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IOException("not a znode: " + e.getMessage(), e);
        }
    }

    private static ExportedZnode znode(JsonReader json) throws IOException {
        String path = null;
        byte[] data = null;
        List<Acl> acl = List.of();
        long owner = 0;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "path" -> path = json.nextString();
                case "data" -> data = json.nextString().getBytes(StandardCharsets.UTF_8);
                case "base64" -> data = Base64.getDecoder().decode(json.nextString());
                case "ephemeralOwner" ->
                    owner = Long.parseUnsignedLong(json.nextString().substring(2), 16);
                case "acl" -> acl = acl(json);
                // What is not known cannot be kept, and must not be dropped in silence.
                default -> throw new IllegalArgumentException("it has a field that this program does not know");
            }
        }
        json.endObject();
        if (path == null || !path.startsWith("/")) {
            throw new IllegalArgumentException("it has no path");
        }
        return new ExportedZnode(path, data, acl, owner);
    }

    private static List<Acl> acl(JsonReader json) throws IOException {
        List<Acl> all = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            String scheme = "";
            String id = "";
            int perms = 0;
            json.beginObject();
            while (json.hasNext()) {
                switch (json.nextName()) {
                    case "scheme" -> scheme = json.nextString();
                    case "id" -> id = json.nextString();
                    case "rights" -> perms = AclText.perms(json.nextString());
                    default ->
                        throw new IllegalArgumentException("its ACL has a field that this program does not know");
                }
            }
            json.endObject();
            all.add(new Acl(perms, scheme, id));
        }
        json.endArray();
        return all;
    }
}
