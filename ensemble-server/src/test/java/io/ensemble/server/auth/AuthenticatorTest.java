package io.ensemble.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final String ADDRESS = "10.0.0.1";
    private final Authenticator authenticator = new Authenticator("super:D/InIHSb7yEEbrWz8b9l71RjZJU=");
    private final Identities nobody = authenticator.ofAddress(ADDRESS);

    @Test
    void shouldKnowAConnectionByItsAddress() {
        assertThat(nobody.ids()).containsExactly(new Id("ip", ADDRESS));
        assertThat(nobody.superuser()).isFalse();
    }

    /** The hash is the one of ZooKeeper's documentation, so ACLs made with other tools match. */
    @Test
    void shouldHashAsZooKeeperDoes() {
        assertThat(Authenticator.digest("super:test")).isEqualTo("super:D/InIHSb7yEEbrWz8b9l71RjZJU=");
        assertThat(Authenticator.digest("u:p:q")).startsWith("u:");
        assertThat(Authenticator.digest("nocolon")).startsWith("nocolon:");
    }

    @Test
    void shouldAddIdentitiesOnce() {
        Identities once = show(nobody, "digest", "u:p");
        Identities twice = show(once, "digest", "u:p");

        assertThat(once.ids()).hasSize(2).contains(new Id("digest", Authenticator.digest("u:p")));
        assertThat(twice).isEqualTo(once);
        assertThat(show(once, "ip", "")).isEqualTo(once);
    }

    @Test
    void shouldLetWhoeverKnowsTheSuperPasswordDoEverything() {
        assertThat(show(nobody, "digest", "super:test").superuser()).isTrue();
        assertThat(show(nobody, "digest", "super:other").superuser()).isFalse();
        assertThat(new Authenticator(null)
                        .authenticate(nobody, "digest", "super:test".getBytes(StandardCharsets.UTF_8), ADDRESS)
                        .superuser())
                .isFalse();
    }

    @Test
    void shouldRefuseWhatProvesNothing() {
        assertThat(authenticator.authenticate(nobody, "sasl", new byte[1], ADDRESS))
                .isNull();
        assertThat(authenticator.authenticate(nobody, null, new byte[1], ADDRESS))
                .isNull();
        assertThat(authenticator.authenticate(nobody, "digest", null, ADDRESS)).isNull();
    }

    @Test
    void shouldBoundIdentities() {
        Identities many = nobody;
        for (int i = 1; i < Identities.IDS_MAX; i++) {
            many = show(many, "digest", "u" + i + ":p");
        }
        assertThat(many.ids()).hasSize(Identities.IDS_MAX);
        assertThat(show(many, "digest", "one:more")).isNull();
    }

    private Identities show(Identities before, String scheme, String auth) {
        return authenticator.authenticate(before, scheme, auth.getBytes(StandardCharsets.UTF_8), ADDRESS);
    }
}
