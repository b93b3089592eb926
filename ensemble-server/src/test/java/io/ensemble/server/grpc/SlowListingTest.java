package io.ensemble.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.Scope;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listing holds a version of the whole state: not for as long as a client likes to take. */
class SlowListingTest {
    private static final int CHILDREN = 9_000;
    private static final long STEP_MS = 3_000;

    private FrontEnd frontEnd;
    private TestCall call;

    @BeforeEach
    void create() throws IOException {
        frontEnd = new FrontEnd();
        TestCall writer = frontEnd.connect();
        writer.write(FrontEnd.create("/a", ""));
        writer.multi(FrontEnd.creates("/a", CHILDREN));
        frontEnd.loop.run();
        call = frontEnd.connect();
        call.stall();
        call.watch(1, "/a", w -> w.setScope(Scope.CHILDREN).setListing(true));
        frontEnd.loop.run();
    }

    @Test
    void shouldEndAListingThatTakesTooLong() {
        takeSlowlyFor(Watches.LISTING_MS_MAX + STEP_MS);
        goOn();

        List<String> told = call.told(1);
        assertThat(told).hasSizeLessThan(CHILDREN).endsWith("ENDED").doesNotContain("LISTED");
        assertThat(call.events().get(call.events().size() - 1).getFailure().getReason())
                .isEqualTo(Reason.TOO_OLD);
        call.watch(1, "/a", w -> w.setScope(Scope.CHILDREN).setListing(true));
        frontEnd.loop.run();
        assertThat(call.told(1)).hasSize(told.size() + CHILDREN + 1).endsWith("LISTED");
    }

    @Test
    void shouldTakeItsTimeOtherwise() {
        takeSlowlyFor(Watches.LISTING_MS_MAX - 2 * STEP_MS);
        goOn();
        frontEnd.loop.pass(2 * STEP_MS);

        assertThat(call.told(1)).hasSize(CHILDREN + 1).endsWith("LISTED");
        assertThat(call.ended).isNull();
    }

    private void goOn() {
        call.keepAlive();
        call.goOn();
        frontEnd.loop.pass(STEP_MS);
    }

    private void takeSlowlyFor(long ms) {
        for (long passed = 0; passed < ms; passed += STEP_MS) {
            call.keepAlive();
            call.take(50);
            frontEnd.loop.pass(STEP_MS);
        }
    }
}
