package io.ensemble.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ensemble.bench.load.FakeServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
    private static final int CONNECTIONS = 3;
    private static final int IN_FLIGHT = 8;

    private static LoadResult run(FakeServer server, Pattern pattern) throws IOException, InterruptedException {
        return LoadGenerator.run(
                new LoadSpec(
                        List.of(server.address()),
                        pattern,
                        CONNECTIONS,
                        IN_FLIGHT,
                        100,
                        1,
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        "/load",
                        Duration.ofMillis(300)),
                LoadObserver.NONE);
    }

    @Test
    void shouldFindEveryRequestAgainWhenAllIsWell() throws Exception {
        try (FakeServer server = new FakeServer((opcode, number) -> Reply.OK)) {
            LoadResult result = run(server, Pattern.of(Operation.SET));

            assertThat(result.isClean()).as(result.problems()).isTrue();
            assertThat(result.ok()).isEqualTo(result.sent()).isPositive();
            // The server has seen exactly those, and one close of each session.
            assertThat(server.others.get()).isEqualTo(result.sent() + CONNECTIONS);
            assertThat(result.latency().getTotalCount()).isPositive().isLessThan(result.ok());
            assertThat(result.perSecond()).isEqualTo(result.latency().getTotalCount() / 0.25, within(0.001));
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double value) {
        return org.assertj.core.data.Offset.offset(value);
    }

    @Test
    void shouldCountOnlyTheReadBehindASync() throws Exception {
        try (FakeServer server = new FakeServer((opcode, number) -> Reply.OK)) {
            LoadResult result = run(server, Pattern.linearizableRead());

            assertThat(result.isClean()).as(result.problems()).isTrue();
            assertThat(result.sent()).isEqualTo(result.ok());
            assertThat(server.byOpcode.get(9).get() - server.byOpcode.get(4).get())
                    .isBetween(0L, (long) CONNECTIONS);
            assertThat(result.latency().getTotalCount()).isPositive().isLessThanOrEqualTo(result.ok() / 2);
            assertThat(result.slices().stream().mapToLong(Slices.Slice::count).sum())
                    .isEqualTo(result.latency().getTotalCount());
        }
    }

    @Test
    void shouldDeleteWhatItCreated() throws Exception {
        try (FakeServer server = new FakeServer((opcode, number) -> Reply.OK)) {
            LoadResult result = run(server, Pattern.of(Operation.CREATE));

            assertThat(result.isClean()).isTrue();
            // The root, and one znode a connection.
            long own = server.creates.get() - result.sent();
            assertThat(own).isEqualTo(1 + CONNECTIONS);
            assertThat(server.others.get()).isEqualTo(result.sent() + CONNECTIONS);
        }
    }

    @Test
    void shouldCountEachErrorByItsCode() throws Exception {
        try (FakeServer server =
                new FakeServer((opcode, number) -> number % 10 == 0 ? new Reply(Reply.Kind.ANSWER, -101) : Reply.OK)) {
            LoadResult result = run(server, Pattern.of(Operation.GET));

            long failed = result.failedByCode().get(-101);
            assertThat(result.failedByCode()).containsOnlyKeys(-101);
            assertThat(failed).isBetween(result.sent() / 10 - CONNECTIONS, result.sent() / 10 + CONNECTIONS);
            assertThat(result.ok() + failed).isEqualTo(result.sent());
            assertThat(result.isClean()).isFalse();
        }
    }

    @Test
    void shouldCountWhatWasInFlightOnAConnectionThatBroke() throws Exception {
        try (FakeServer server =
                new FakeServer((opcode, number) -> number == 100 ? new Reply(Reply.Kind.CLOSE, 0) : Reply.OK)) {
            LoadResult result = run(server, Pattern.of(Operation.SET));

            assertThat(result.closedConnections()).isEqualTo(CONNECTIONS);
            // At the most a full window each; at the least the request that the server closed on.
            assertThat(result.lost()).isBetween((long) CONNECTIONS, (long) CONNECTIONS * IN_FLIGHT);
            assertThat(result.ok() + result.lost()).isEqualTo(result.sent());
            assertThat(result.ok()).isLessThanOrEqualTo(99L * CONNECTIONS);
            assertThat(result.isClean()).isFalse();
        }
    }

    @Test
    void shouldCountWhatIsNeverAnswered() throws Exception {
        try (FakeServer server =
                new FakeServer((opcode, number) -> number > 50 ? new Reply(Reply.Kind.SILENCE, 0) : Reply.OK)) {
            LoadResult result = run(server, Pattern.of(Operation.SET));

            assertThat(result.ok()).isEqualTo(50L * CONNECTIONS);
            assertThat(result.unanswered()).isEqualTo((long) IN_FLIGHT * CONNECTIONS);
            assertThat(result.ok() + result.unanswered()).isEqualTo(result.sent());
            assertThat(result.isClean()).isFalse();
        }
    }

    @Test
    void shouldNotTakeAnAnswerThatIsNotDue() throws Exception {
        try (FakeServer server = new FakeServer(
                (opcode, number) -> new Reply(number == 20 ? Reply.Kind.WRONG_XID : Reply.Kind.ANSWER, 0))) {
            LoadResult result = run(server, Pattern.of(Operation.SET));

            assertThat(result.protocolErrors()).isEqualTo(CONNECTIONS);
            assertThat(result.ok()).isEqualTo(19L * CONNECTIONS);
            assertThat(result.ok() + result.lost()).isEqualTo(result.sent());
        }
    }

    @Test
    void shouldFailWhereNoServerIs() throws Exception {
        FakeServer gone = new FakeServer((opcode, number) -> Reply.OK);
        gone.close();

        assertThatThrownBy(() -> run(gone, Pattern.of(Operation.SET)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no session at");
    }
}
