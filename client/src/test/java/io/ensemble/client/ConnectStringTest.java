package io.ensemble.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.client.ConnectString.Address;
import io.ensemble.client.EnsembleException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectStringTest {
    @Test
    void shouldTakeItApart() {
        ConnectString root = ConnectString.parse("a:1, b,[::1]:3/app");
        assertThat(root.members())
                .containsExactly(new Address("a", 1), new Address("b", 2379), new Address("[::1]", 3));
        assertThat(root.outer("/")).isEqualTo("/app");
        assertThat(root.outer("/x")).isEqualTo("/app/x");
        assertThat(root.inner("/app")).isEqualTo("/");
        assertThat(root.inner("/app/x")).isEqualTo("/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:0", "a:65536", "a:b", ":1", "a:1,", "a:1/app/", "http://a:1", "a b:1"})
    void shouldRefuseWhatIsNone(String text) {
        assertThatThrownBy(() -> ConnectString.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** {@code "x"} is not {@code "/appx"}, which is outside the chroot. */
    @Test
    void shouldNotLeaveTheChroot() {
        try (Ensemble admin = Ensemble.connect(OneMember.shared().grpc());
                Ensemble client = Ensemble.connect(OneMember.shared().grpc() + "/chroot")) {
            admin.create("/chroot", null);
            assertThatThrownBy(() -> client.create("x", null)).isInstanceOfSatisfying(EnsembleException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.BAD_ARGUMENTS);
                assertThat(e.path()).isEqualTo("x");
            });
            assertThat(admin.exists("/chrootx")).isEmpty();
        }
    }
}
