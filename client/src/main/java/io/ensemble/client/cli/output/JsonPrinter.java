package io.ensemble.client.cli.output;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object a line. */
record JsonPrinter(PrintWriter out) implements Printer {
    @Override
    public void print(Map<String, @Nullable Object> fields) {
        out.println(line(fields));
    }

    static String line(Map<String, @Nullable Object> fields) {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.setHtmlSafe(false);
            json.beginObject();
            for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
                value(json.name(field.getKey()), field.getValue());
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void value(JsonWriter json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.nullValue();
        } else if (value instanceof Number number) {
            json.value(number);
        } else if (value instanceof Boolean truth) {
            json.value(truth);
        } else if (value instanceof List<?> all) {
            json.beginArray();
            for (Object each : all) {
                value(json, each);
            }
            json.endArray();
        } else {
            json.value(value.toString());
        }
    }
}
