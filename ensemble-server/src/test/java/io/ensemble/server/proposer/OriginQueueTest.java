package io.ensemble.server.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.log.EncodedPart;
import io.ensemble.server.proposer.OriginQueue.Taken;
import org.junit.jupiter.api.Test;

class OriginQueueTest {
    private final OriginQueue queue = new OriginQueue(1, 4);

    @Test
    void shouldTakeWhatFollowsAndRefuseWhatLeavesAGap() {
        assertThat(queue.take(batch(6, 1), 0, true)).isEqualTo(Taken.AHEAD);
        assertThat(queue.take(batch(5, 1), 0, true)).isEqualTo(Taken.TAKEN);
        assertThat(queue.take(batch(6, 1), 0, true)).isEqualTo(Taken.TAKEN);

        assertThat(queue.remove().number()).isEqualTo(5);
        assertThat(queue.remove().number()).isEqualTo(6);
        assertThat(queue.peek()).isNull();
    }

    @Test
    void shouldPutANewerAttemptInThePlaceOfTheOneItHolds() {
        queue.take(batch(5, 1), 0, true);
        queue.take(batch(6, 1), 0, true);

        assertThat(queue.take(batch(5, 2), 0, true)).isEqualTo(Taken.REPLACED);

        EncodedPart.Batch first = queue.remove();
        assertThat(first.number()).isEqualTo(5);
        assertThat(first.attempt()).isEqualTo(2);
        assertThat(queue.remove().number()).isEqualTo(6);
    }

    @Test
    void shouldDropWhatWasAppended() {
        queue.take(batch(5, 1), 0, true);
        queue.remove();

        assertThat(queue.take(batch(5, 2), 0, true)).isEqualTo(Taken.DROPPED);
        assertThat(queue.peek()).isNull();
    }

    @Test
    void shouldExpectTheRefusedNumberAgainAfterAGap() {
        queue.take(batch(5, 1), 0, true);
        queue.take(batch(6, 1), 0, true);
        queue.remove();
        queue.remove();

        queue.applied(6, 1, true, 4);
        assertThat(queue.take(batch(5, 2), 0, true)).isEqualTo(Taken.DROPPED);

        queue.applied(5, 1, true, 3);
        queue.applied(6, 1, true, 4);
        assertThat(queue.take(batch(5, 2), 0, true)).isEqualTo(Taken.TAKEN);
    }

    @Test
    void shouldNotAppendAgainWhatIsInFlightWhenAnOlderGapIsSeen() {
        queue.take(batch(5, 3), 0, true);
        queue.remove();

        queue.applied(6, 2, true, 4);

        assertThat(queue.take(batch(5, 4), 0, true)).isEqualTo(Taken.DROPPED);
    }

    @Test
    void shouldKeepAResendThatWaitsWhenTheGapIsSeen() {
        queue.take(batch(5, 1), 0, true);
        queue.remove();
        queue.applied(5, 1, true, 4);
        queue.take(batch(5, 2), 0, true);

        queue.applied(6, 1, true, 4);

        assertThat(queue.peek()).isNotNull();
    }

    private static EncodedPart.Batch batch(long number, int attempt) {
        return new EncodedPart.Batch(1, 1, number, attempt, new byte[0]);
    }
}
