package io.ensemble.client.recipes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service, as it is registered: in the JSON of Curator's service discovery, so that either finds the
 * other's. Immutable.
 *
 * @param port 0 where there is none
 * @param payload what else there is to say, in JSON; null for nothing
 */
public record ServiceInstance(
        String name,
        String id,
        String address,
        int port,
        boolean enabled,
        @Nullable String payload) {

    byte[] json(long registeredMs) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("id", id);
        json.addProperty("address", address);
        json.addProperty("port", port == 0 ? null : port);
        json.add("sslPort", null);
        json.add("payload", payload == null ? null : JsonParser.parseString(payload));
        json.addProperty("registrationTimeUTC", registeredMs);
        json.addProperty("serviceType", "DYNAMIC");
        json.add("uriSpec", null);
        json.addProperty("enabled", enabled);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a record says; empty where it is none. */
    static Optional<ServiceInstance> parse(byte @Nullable [] data) {
        if (data == null) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonParser.parseString(new String(data, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            JsonElement port = json.get("port");
            JsonElement enabled = json.get("enabled");
            JsonElement payload = json.get("payload");
            return Optional.of(new ServiceInstance(
                    json.get("name").getAsString(),
                    json.get("id").getAsString(),
                    json.get("address").getAsString(),
                    port == null || port.isJsonNull() ? 0 : port.getAsInt(),
                    enabled == null || enabled.isJsonNull() || enabled.getAsBoolean(),
                    payload == null || payload.isJsonNull() ? null : payload.toString()));
        } catch (JsonParseException | IllegalStateException | NullPointerException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
