package io.ensemble.server.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.member.Wiring.Randomness;
import io.ensemble.server.proposer.Incarnation.Verdict;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IncarnationTest {
    private static final int SELF = 2;

    private final Incarnation incarnation = new Incarnation(SELF, nonces(100));
    private State state = State.initial();
    private long index;

    @Test
    void shouldBeGrantedWhatItAskedFor() {
        incarnation.ask(state);
        assertThat(incarnation.isGranted()).isFalse();

        log(asked());

        assertThat(incarnation.look(state)).isEqualTo(Verdict.GRANTED);
        assertThat(incarnation.number()).isEqualTo(1);
        assertThat(incarnation.toSend()).isNull();
        assertThat(incarnation.look(state)).isEqualTo(Verdict.SAME);
    }

    @Test
    void shouldAskAgainWhenAnotherLifeCameBefore() {
        incarnation.ask(state);
        Part.Hello late = asked();
        log(new Part.Hello(SELF, 7, 0));

        assertThat(incarnation.look(state)).isEqualTo(Verdict.ASK_AGAIN);
        incarnation.ask(state);
        log(late);
        assertThat(incarnation.isGranted()).isFalse();
        log(asked());

        assertThat(incarnation.look(state)).isEqualTo(Verdict.GRANTED);
        assertThat(incarnation.number()).isEqualTo(2);
    }

    @Test
    void shouldSeeThatAnotherProcessTookItsIdentity() {
        incarnation.ask(state);
        log(asked());
        incarnation.look(state);

        log(new Part.Hello(SELF, 7, 1));

        assertThat(incarnation.look(state)).isEqualTo(Verdict.REPLACED);
    }

    private Part.Hello asked() {
        return Objects.requireNonNull(incarnation.toSend());
    }

    private void log(Part part) {
        index++;
        state = Applier.apply(state, index, 1, new Entry(1, 0, 0, List.of(part)), (batch, at) -> false)
                .after();
    }

    private static Randomness nonces(long first) {
        return new Randomness() {
            private long next = first;

            @Override
            public long nonce() {
                return next++;
            }

            @Override
            public byte[] password() {
                return new byte[16];
            }
        };
    }
}
