package io.ensemble.chaos.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the register takes, and what it finds. */
class FencedRegisterTest {
    private FencedRegister register;
    private RegisterLink ann;
    private RegisterLink bob;

    @BeforeEach
    void open() throws IOException {
        register = new FencedRegister();
        ann = new RegisterLink(register.port(), "/lock", "kazoo-0.1");
        bob = new RegisterLink(register.port(), "/lock", "native-0.2");
    }

    @AfterEach
    void close() throws IOException {
        ann.close();
        bob.close();
        register.close();
    }

    @Test
    void shouldRefuseAnOlderTokenBehindANewerOne() throws IOException {
        assertThat(ann.show("enter", 5)).isTrue();
        assertThat(register.holder("/lock")).isEqualTo("kazoo-0.1");
        assertThat(bob.show("enter", 7)).isTrue();
        assertThat(ann.show("use", 5)).isFalse();
        assertThat(register.unexplained("/lock")).isOne();
        ann.show("gone", 5);
        assertThat(bob.show("leave", 7)).isTrue();

        assertThat(register.holder("/lock")).isNull();
        assertThat(register.unexplained("/lock")).isZero();
        assertThat(register.violations()).isEmpty();
        assertThat(register.summary("/lock"))
                .isEqualTo("2 grants {kazoo=1, native=1}, 3 uses accepted, 1 with an older token refused "
                        + "(place gone with its session: 1)");
    }

    @Test
    void shouldFindTwoHoldersWithLiveSessions() throws IOException {
        ann.show("enter", 5);
        bob.show("enter", 7);
        ann.show("leave", 5);
        ann.show("alive", 5);
        assertThat(register.violations()).hasSize(1);
    }

    @Test
    void shouldFindATokenThatTwoHave() throws IOException {
        ann.show("enter", 5);
        bob.show("enter", 5);
        assertThat(register.violations()).hasSize(1);
    }
}
