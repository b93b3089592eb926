package io.ensemble.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.peer.PeerMessage.KeepAlive;
import io.ensemble.server.loop.Clock;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.state.State;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.Marks;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionExpiryTest {
    private static final int TIMEOUT_MS = 10_000;

    private final State state = withOneSession();
    private final List<Long> expiredAtMs = new ArrayList<>();
    private long nowMs;
    private SessionExpiry expiry;

    private static State withOneSession() {
        Identities who = new Identities(List.of(new Id("ip", "127.0.0.1")), false);
        Part hello = new Part.Hello(1, 77, 0);
        State greeted = Applier.apply(State.initial(), 1, 1, new Entry(1, 0, 0, List.of(hello)), Marks.NONE)
                .after();
        Part batch = new Part.Batch(
                1,
                greeted.incarnation(1),
                1,
                1,
                null,
                List.of(who),
                List.of(new Command.OpenSession(new byte[16], TIMEOUT_MS, 0)));
        return Applier.apply(greeted, 2, 1, new Entry(1, 0, 0, List.of(batch)), Marks.NONE)
                .after();
    }

    @BeforeEach
    void lead() {
        Clock clock = new Clock() {
            @Override
            public long nanoTime() {
                return nowMs * 1_000_000;
            }

            @Override
            public long wallTimeMs() {
                throw new AssertionError("no matter of the wall clock");
            }
        };
        expiry = new SessionExpiry(clock, MemberGuard.ALL, MemberProbe.NONE);
        expiry.begin(state, true);
    }

    /** Lets time go on, with a quorum that follows or without one. */
    private void until(long ms, boolean proven) {
        while (nowMs < ms) {
            nowMs += SessionExpiry.TICK_MS;
            expiry.passTime();
            if (proven) {
                expiry.tick(state, expire -> expiredAtMs.add(nowMs));
            }
        }
    }

    private void heard() {
        state.forEachSession(
                session -> expiry.heard(List.of(new KeepAlive(session.id(), session.attachment())), state));
    }

    @Test
    void shouldEndASessionThatIsSilentForItsTimeoutAndATenth() {
        until(TIMEOUT_MS + TIMEOUT_MS / 10, true);
        assertThat(expiredAtMs).isEmpty();

        until(TIMEOUT_MS + TIMEOUT_MS / 10 + 3 * SessionExpiry.TICK_MS, true);

        assertThat(expiredAtMs).hasSize(1);
    }

    @Test
    void shouldSpareADoubtedSessionThatIsHeardOf() {
        until(TIMEOUT_MS + 500, true);
        heard();

        until(2 * TIMEOUT_MS, true);

        assertThat(expiredAtMs).isEmpty();
    }

    @Test
    void shouldLetClientsComeBackWhoseTimeoutPassedWhileNoQuorumFollowed() {
        until(3 * TIMEOUT_MS, false);
        until(3 * TIMEOUT_MS + 900, true);
        assertThat(expiredAtMs).isEmpty();
        heard();
        until(4 * TIMEOUT_MS, true);
        assertThat(expiredAtMs).isEmpty();
    }

    @Test
    void shouldDoubtAnewWhereTheQuorumWentBetweenTheLooks() {
        until(TIMEOUT_MS + 500, true);
        until(2 * TIMEOUT_MS, false);

        until(2 * TIMEOUT_MS + 900, true);

        assertThat(expiredAtMs).isEmpty();
        until(2 * TIMEOUT_MS + 1_500, true);
        assertThat(expiredAtMs).hasSize(1);
    }
}
