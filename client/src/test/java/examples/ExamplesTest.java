package examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.TestEnsemble;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples do what they say. */
class ExamplesTest {
    private static final TestEnsemble ensemble = OneMember.shared();

    @Test
    void shouldFollowTheConfiguration() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc());
                Ensemble admin = Ensemble.connect(ensemble.grpc())) {
            admin.create("/config", "v1".getBytes());
            Configuration configuration = new Configuration(client);
            await().until(() -> configuration.values().equals(Map.of("/config", "v1")));
            admin.set("/config", "v2".getBytes());
            admin.create("/config/limit", "10".getBytes());
            await().until(() -> configuration.values().equals(Map.of("/config", "v2", "/config/limit", "10")));
            admin.delete("/config/limit");
            await().until(() -> configuration.values().equals(Map.of("/config", "v2")));
        }
    }

    @Test
    void shouldKnowTheInstances() {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            Discovery.register(client, "a", "10.0.0.1:80");
            Map<String, String> instances = Discovery.follow(client);
            try (Ensemble other = Ensemble.connect(ensemble.grpc())) {
                Discovery.register(other, "b", "10.0.0.2:80");
                await().until(() -> instances.size() == 2);
            }
            await().until(() -> instances.equals(Map.of("/services/a", "10.0.0.1:80")));
        }
    }

    @Test
    void shouldShowRisingTokens() throws InterruptedException {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            assertThat(List.of(LockedJob.runOnce(client), LockedJob.runOnce(client)))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldLead() throws InterruptedException {
        try (Ensemble client = Ensemble.connect(ensemble.grpc())) {
            assertThat(Leader.leadOnce(client, "ann")).startsWith("ann leads since ");
        }
    }
}
