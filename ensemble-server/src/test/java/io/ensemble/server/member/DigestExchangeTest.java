package io.ensemble.server.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applier;
import io.ensemble.state.apply.ApplyGuard;
import io.ensemble.state.apply.Marks;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import io.ensemble.state.command.Part.DigestReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checkpoints every 8 indices, at member 1 of 3. */
class DigestExchangeTest {
    private static final State A = State.initial();
    private static final State B = apply(A, new Part.Hello(1, 5, 0)).after();

    private final ManualLoop loop = new ManualLoop();
    private final LoneLog log = new LoneLog(loop);
    private final List<DigestReport> reports = new ArrayList<>();
    private final List<DigestReport> reported = new ArrayList<>();
    private final List<String> halts = new ArrayList<>();
    private final DigestExchange exchange = exchange(MemberGuard.ALL);
    private State origins = A;

    @Test
    void shouldReportTheStateAtEachCheckpointWhateverEntryItIs() {
        exchange.advanced(7, A, A);
        assertThat(reports).isEmpty();

        exchange.advanced(8, A, B); // an entry of ours
        exchange.advanced(15, B, B);
        exchange.advanced(16, B, B); // one of the log's own
        exchange.advanced(25, B, A); // the log did not mention 24

        assertThat(reports)
                .containsExactly(
                        new DigestReport(8, B.digest()),
                        new DigestReport(16, B.digest()),
                        new DigestReport(24, B.digest()));
        assertThat(A.digest()).isNotEqualTo(B.digest());
    }

    @Test
    void shouldSayNothingOfWhatASnapshotSkipped() {
        exchange.restored(23, A);
        assertThat(reports).isEmpty();

        exchange.restored(48, A);
        exchange.advanced(49, A, B);

        assertThat(reports).containsExactly(new DigestReport(48, A.digest()));
    }

    @Test
    void shouldTellTheLogWhatAMajorityConfirmed() {
        exchange.advanced(8, A, A);

        follow(1, 8, A.digest());
        assertThat(log.confirmed).isEmpty();
        assertThat(reported).containsExactly(new DigestReport(8, A.digest()));
        follow(3, 8, A.digest());

        assertThat(log.confirmed).containsExactly(8L);
        assertThat(exchange.confirmedIndex()).isEqualTo(8);
        assertThat(halts).isEmpty();
    }

    @Test
    void shouldHaltAgainstAMajorityWithTheFacts() {
        exchange.advanced(8, A, A);
        follow(2, 8, 0xBEEF);
        follow(3, 8, 0xBEEF);

        assertThat(log.confirmed).isEmpty();
        assertThat(halts)
                .singleElement()
                .asString()
                .contains("at index 8 ", Long.toHexString(A.digest()), "beef by member 2, beef by member 3");
    }

    @Test
    void shouldGoOnAgainstAMajorityWithoutTheGuard() {
        Set<MemberGuard> others = EnumSet.complementOf(EnumSet.of(MemberGuard.HALT_AGAINST_MAJORITY));
        DigestExchange careless = exchange(others);
        careless.advanced(8, A, A);

        careless.follow(applied(2, 8, 0xBEEF));
        careless.follow(applied(3, 8, 0xBEEF));

        assertThat(halts).isEmpty();
    }

    @Test
    void shouldNotHaltForWhatItsStateWasBeforeASnapshotReplacedIt() {
        exchange.advanced(8, A, A);
        exchange.restored(20, B);

        follow(2, 8, 0xBEEF);
        follow(3, 8, 0xBEEF);

        assertThat(halts).isEmpty();
    }

    @Test
    void shouldRaiseTheAlarmWithoutAMajorityUntilThereIsOneAgain() {
        exchange.advanced(8, A, A);
        follow(1, 8, A.digest());
        follow(2, 8, 0xBEEF);
        assertThat(exchange.isAlarmed()).isFalse();
        follow(3, 8, 0xCAFE);

        assertThat(exchange.isAlarmed()).isTrue();
        assertThat(log.confirmed).isEmpty();
        assertThat(halts).isEmpty();

        exchange.advanced(16, A, A);
        follow(1, 16, A.digest());
        follow(2, 16, A.digest());

        assertThat(exchange.isAlarmed()).isFalse();
        assertThat(log.confirmed).containsExactly(16L);
    }

    @Test
    void shouldTakeNoReportFromABatchThatDidNotCount() {
        exchange.advanced(8, A, A);
        Applied first = applied(2, 8, A.digest());
        Applied again = apply(first.after(), first.parts().get(0).part());

        exchange.follow(again);
        follow(3, 8, A.digest());

        assertThat(again.parts().get(0).status()).isEqualTo(Applied.Status.DUPLICATE);
        assertThat(log.confirmed).isEmpty();
    }

    private void follow(int member, long index, long digest) {
        exchange.follow(applied(member, index, digest));
    }

    /** A member's batch with a report, applied. */
    private Applied applied(int member, long index, long digest) {
        if (origins.incarnation(member) == 0) {
            origins = apply(origins, new Part.Hello(member, 7, 0)).after();
        }
        Applied applied = apply(
                origins,
                new Part.Batch(
                        member,
                        1,
                        origins.lastBatch(member) + 1,
                        1,
                        new DigestReport(index, digest),
                        List.of(),
                        List.of()));
        origins = applied.after();
        return applied;
    }

    private static Applied apply(State state, Part part) {
        return Applier.apply(state, 1, 1, new Entry(1, 0, 0, List.of(part)), Marks.NONE);
    }

    private DigestExchange exchange(Set<MemberGuard> guards) {
        log.voters = Set.of(1, 2, 3);
        Wiring wiring = new Wiring(
                1,
                new EntryCodec(7),
                new SnapshotCodec(7),
                log,
                receiver -> new PeerLinks() {
                    @Override
                    public void send(int to, PeerMessage message) {}

                    @Override
                    public void closeAll() {}
                },
                loop,
                loop,
                List.of(),
                new Wiring.Randomness() {
                    @Override
                    public long nonce() {
                        return 1;
                    }

                    @Override
                    public byte[] password() {
                        return new byte[16];
                    }
                },
                MemberSettings.DEFAULT,
                guards,
                ApplyGuard.ALL,
                MemberProbe.NONE,
                8,
                (why, cause) -> halts.add(why));
        return new DigestExchange(wiring, reports::add, reported::add, halts::add);
    }
}
