package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.WatchOptions.Scope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What clients count of themselves. */
class MetricsTest {
    private static final TestEnsemble ensemble = OneMember.shared();

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Options measured = Options.DEFAULT.withMetrics(new MicrometerMetrics(registry));

    private double gauge(String name, String... tags) {
        return registry.get("ensemble.client." + name).tags(tags).gauge().value();
    }

    private double count(String name, String... tags) {
        return registry.get("ensemble.client." + name).tags(tags).counter().count();
    }

    private long timed(String name, String... tags) {
        return registry.get("ensemble.client." + name).tags(tags).timer().count();
    }

    @Test
    void shouldCountRequestsByKindAndOutcome() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc(), measured)) {
            client.create("/metrics-requests", null);
            client.get("/metrics-requests");
            client.get("/metrics-requests", ReadMode.LINEARIZABLE);
            client.multi(new Op.Check("/metrics-requests", 0));
            assertThatThrownBy(() -> client.delete("/metrics-none")).isInstanceOf(EnsembleException.class);
        }
        assertThat(timed("requests", "kind", "create", "outcome", "done")).isEqualTo(1);
        assertThat(timed("requests", "kind", "get", "outcome", "done")).isEqualTo(2);
        assertThat(timed("requests", "kind", "multi", "outcome", "done")).isEqualTo(1);
        assertThat(timed("requests", "kind", "delete", "outcome", "no_node")).isEqualTo(1);
        assertThat(registry.get("ensemble.client.requests")
                        .tag("kind", "create")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isBetween(0.000_001, 60.0);
    }

    @Test
    void shouldAddUpTheSessionsOfAllItsClients() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble one = Ensemble.connect("127.0.0.1:" + proxy.port(), measured)) {
            try (Ensemble other = Ensemble.connect(ensemble.grpc(), measured)) {
                assertThat(gauge("sessions", "state", "connected")).isEqualTo(2);
                assertThat(other.sessionId()).isNotEqualTo(one.sessionId());
            }
            assertThat(gauge("sessions", "state", "connected")).isEqualTo(1);

            proxy.target(1);
            proxy.cut();
            CompletableFuture<Created> waits = one.createAsync("/metrics-sessions", null, CreateMode.EPHEMERAL);
            await().until(() -> gauge("requests.waiting") + gauge("requests.sent") == 1);
            await().until(() -> count("connects.failed") > 0);
            assertThat(gauge("sessions", "state", "connected")).isZero();
            assertThat(gauge("sessions", "state", "suspended")).isEqualTo(1);

            proxy.target(ensemble.grpcPort(1));
            one.await(waits);
            assertThat(gauge("sessions", "state", "connected")).isEqualTo(1);
            assertThat(timed("session.outage")).isEqualTo(1);
            assertThat(count("session.events", "state", "resumed")).isEqualTo(1);
            assertThat(count("session.moves")).isZero();
            await().until(() -> timed("keepalive") > 0);
        }
        assertThat(count("session.events", "state", "closed")).isEqualTo(2);
        assertThat(gauge("sessions", "state", "connected")).isZero();
        assertThat(gauge("sessions", "state", "suspended")).isZero();
    }

    @Test
    void shouldCountWhatWatchesTellAndWhatWaitsForConsumers() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (Ensemble client = Ensemble.connect(ensemble.grpc(), measured)) {
            client.create("/metrics-watch", null);
            Watch watch = client.watch("/metrics-watch", WatchOptions.of(Scope.EXACT), event -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 10; i++) {
                client.set("/metrics-watch", null);
            }
            assertThat(gauge("watches")).isEqualTo(1);
            assertThat(count("watch.events", "kind", "data_changed")).isEqualTo(10);
            assertThat(gauge("watch.waiting")).isEqualTo(10);
            held.countDown();
            await().until(() -> gauge("watch.waiting") == 0);
            watch.close();
            await().until(() -> gauge("watches") == 0);
        }
        assertThat(gauge("requests.waiting") + gauge("requests.sent")).isZero();
    }

    @Test
    void shouldTellClientsApartByTags() {
        MicrometerMetrics tagged = new MicrometerMetrics(registry, Tags.of("use", "locks"));
        try (Ensemble client = Ensemble.connect(ensemble.grpc(), Options.DEFAULT.withMetrics(tagged))) {
            client.sync();
        }
        assertThat(timed("requests", "kind", "sync", "use", "locks")).isEqualTo(1);
    }

    /** Each meter has its row in the manual, and each row its meter. */
    @Test
    void shouldBeWhatTheManualSays() throws Exception {
        MicrometerMetrics all = new MicrometerMetrics(registry);
        all.answered(RequestKind.GET, "done", 1);
        all.sessionEvents(SessionEvent.State.CONNECTED);
        all.watchEvents(WatchEvent.Kind.GAP);
        Set<String> documented = Files.readString(Path.of("..", "docs", "CLIENT.md"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("| `ensemble.client."))
                .map(line -> line.split("`")[1])
                .collect(Collectors.toSet());
        assertThat(registry.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .collect(Collectors.toSet()))
                .isEqualTo(documented);
    }

    /** An application that has no Micrometer, and looks at the options by reflection as containers do. */
    @Test
    void shouldNotNeedMicrometer() throws Exception {
        URL[] jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("micrometer"))
                .map(entry -> url(Path.of(entry)))
                .toArray(URL[]::new);
        // Never closed: Netty's threads end a little later than the client, and may load classes until then.
        URLClassLoader without = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
        Class<?> options = without.loadClass(Options.class.getName());
        assertThat(options.getMethods()).isNotEmpty();
        Object ownDefault = options.getField("DEFAULT").get(null);
        assertThat(ownDefault).hasToString(Options.DEFAULT.toString().replaceAll("@\\w+", suffix(ownDefault)));
        try (AutoCloseable client = (AutoCloseable) without.loadClass(Ensemble.class.getName())
                .getMethod("connect", String.class)
                .invoke(null, ensemble.grpc())) {
            assertThat(client.getClass().getMethod("certain").invoke(client)).isNotEqualTo(Duration.ZERO);
        }
        assertThatThrownBy(() ->
                        without.loadClass(MicrometerMetrics.class.getName()).getConstructors())
                .isInstanceOf(NoClassDefFoundError.class);
    }

    private static String suffix(Object of) {
        return of.toString().replaceAll(".*(@\\w+).*", "$1");
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
