package io.ensemble.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ensemble.client.CuttingProxy;
import io.ensemble.client.Ensemble;
import io.ensemble.client.OneMember;
import io.ensemble.client.Options;
import io.ensemble.client.TestEnsemble;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An instance whose session expired, and who comes back when nothing is left of its service. */
class DiscoveryAgainTest {
    private static final TestEnsemble ensemble = OneMember.shared();
    private static final Options BRIEF = new Options(Duration.ofSeconds(4), Duration.ofSeconds(20));
    private static final int NOBODY = 1;

    @Test
    void shouldRegisterAgainAlsoWhereTheServiceIsGone() throws Exception {
        ServiceInstance one = new ServiceInstance("web", "1", "10.0.0.1", 80, true, null);
        try (CuttingProxy proxy = new CuttingProxy(ensemble.grpcPort(1));
                Ensemble away = Ensemble.connect("127.0.0.1:" + proxy.port(), BRIEF);
                Ensemble other = Ensemble.connect(ensemble.grpc());
                Discovery registry = new Discovery(away, "/discovery-again/services", Duration.ofSeconds(10))) {
            registry.register(one);
            proxy.target(NOBODY);
            proxy.cut();
            await().until(() ->
                    other.children("/discovery-again/services/web").names().isEmpty());
            other.deleteTree("/discovery-again");
            proxy.target(ensemble.grpcPort(1));

            await().until(() -> other.exists("/discovery-again/services/web/1").isPresent());
            try (Discovery look = new Discovery(other, "/discovery-again/services", Duration.ofSeconds(10))) {
                assertThat(look.instances("web")).isEqualTo(List.of(one));
            }
        }
    }
}
