package io.ensemble.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metrics of members, from their admin ports. */
public final class Metrics {
    private static final int TIMEOUT_MS = 2_000;

    private Metrics() {}

    /** The stages of writes, all members together; empty where there is no admin port to ask. */
    public static Map<String, StageTimes> stages(List<InetSocketAddress> admins) throws IOException {
        Map<String, StageTimes> all = new TreeMap<>();
        for (InetSocketAddress admin : admins) {
            StageTimes.parse(text(admin)).forEach((stage, times) -> all.merge(stage, times, StageTimes::plus));
        }
        return all;
    }

    private static String text(InetSocketAddress admin) throws IOException {
        URLConnection connection = URI.create("http://" + admin.getHostString() + ":" + admin.getPort() + "/metrics")
                .toURL()
                .openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
