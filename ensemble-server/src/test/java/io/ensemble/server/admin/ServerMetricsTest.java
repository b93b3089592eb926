package io.ensemble.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.member.WriteStage;
import io.ensemble.server.peer.PeerProbe;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.Applied.PartResult;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Part;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {
    private final MetricsRegistry registry = new MetricsRegistry();
    private final ServerMetrics metrics = new ServerMetrics(registry.meters());

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldCountWhatWasApplied() {
        State state = State.initial();
        Part part = new Part.Hello(1, 2, 0);
        metrics.applied(
                new Applied(
                        1,
                        1,
                        state,
                        state,
                        List.of(
                                new PartResult(
                                        part,
                                        Status.APPLIED,
                                        List.of(
                                                result(new Outcome.Deleted()),
                                                result(new Outcome.Checked()),
                                                result(new Outcome.Failed(ErrorCode.NO_NODE)),
                                                result(new Outcome.Refused(Outcome.Refusal.NO_SESSION)))),
                                new PartResult(part, Status.GAP, List.of()))),
                100);

        assertShows("ensemble_log_entries_applied_total 1.0");
        assertShows("ensemble_log_applied_bytes_total 100.0");
        assertShows("ensemble_commands_applied_total{result=\"done\"} 2.0");
        assertShows("ensemble_commands_applied_total{result=\"failed\"} 1.0");
        assertShows("ensemble_commands_applied_total{result=\"refused\"} 1.0");
        assertShows("ensemble_log_parts_applied_total{status=\"gap\"} 1.0");
    }

    @Test
    void shouldShowBatchesAndEntries() {
        metrics.batchSent(1, 1, 3, 300);
        metrics.batchSent(1, 2, 3, 300);
        metrics.entryProposed(2, 5000);

        assertShows("ensemble_batches_sent_total{attempt=\"first\"} 1.0");
        assertShows("ensemble_batches_sent_total{attempt=\"again\"} 1.0");
        assertShows("ensemble_batch_commands_bucket{le=\"4.0\"} 2");
        assertShows("ensemble_batch_size_bytes_sum 600.0");
        assertShows("ensemble_entry_parts_count 1");
        assertShows("ensemble_entry_size_bytes_max 5000.0");
    }

    @Test
    void shouldShowTheStagesOfWrites() {
        metrics.stage(WriteStage.LOG, 500_000);
        metrics.stage(WriteStage.LOG, 700_000);

        assertShows("ensemble_write_stage_seconds_count{stage=\"log\"} 2");
        assertShows("ensemble_write_stage_seconds_sum{stage=\"log\"} 0.0012");
        assertShows("ensemble_write_stage_seconds_bucket{stage=\"log\",le=\"6.0E-4\"} 1");
        assertShows("ensemble_write_stage_seconds_count{stage=\"flush\"} 0");
    }

    @Test
    void shouldBoundNamesOfRareEvents() {
        for (int i = 0; i < 200; i++) {
            metrics.rare("event " + i);
        }

        assertShows("ensemble_member_rare_events_total{event=\"event 0\"} 1.0");
        assertShows("ensemble_member_rare_events_total{event=\"other\"} 100.0");
    }

    @Test
    void shouldShowStateAndWhatOthersCount() {
        metrics.observe(State::initial);
        metrics.gauge("ensemble.client.connections", "Connections", () -> 7);
        metrics.total("ensemble.client.requests", "Requests", () -> 8L);

        assertShows("ensemble_state_znodes 4.0");
        assertShows("ensemble_client_connections 7.0");
        assertShows("ensemble_client_requests_total 8.0");
        assertShows("# HELP ensemble_client_requests_total Requests");
        assertThat(registry.scrape()).contains("jvm_memory_used_bytes");
    }

    @Test
    void shouldCountStreamsByPeer() {
        PeerProbe probe = metrics.peerProbe();
        probe.sent(2, 10);
        probe.sent(2, 30);
        probe.received(3, 5);
        probe.opened(2);
        probe.broken(2);
        probe.refused();

        assertShows("ensemble_peer_frames_sent_total{peer=\"2\"} 2.0");
        assertShows("ensemble_peer_sent_bytes_total{peer=\"2\"} 40.0");
        assertShows("ensemble_peer_received_bytes_total{peer=\"3\"} 5.0");
        assertShows("ensemble_peer_streams_opened_total{peer=\"2\"} 1.0");
        assertShows("ensemble_peer_streams_broken_total{peer=\"2\"} 1.0");
        assertShows("ensemble_peer_connections_refused_total 1.0");
    }

    @Test
    void shouldShowTheReplicationToEachFollower() {
        PeerProbe probe = metrics.peerProbe();
        probe.appending(2, 12, 3_400, 56);
        probe.windowFull(2);
        probe.resent(2);
        probe.resent(2);
        probe.inconsistent(2);
        probe.answered(2, 400_000);
        probe.reset(2);
        probe.unsent(2, 789);
        probe.appending(3, 1, 1, 1);
        probe.appendingEnded(3);

        assertShows("ensemble_append_inflight_entries{peer=\"2\"} 12.0");
        assertShows("ensemble_append_inflight_bytes{peer=\"2\"} 3400.0");
        assertShows("ensemble_append_lag_entries{peer=\"2\"} 56.0");
        assertShows("ensemble_append_lag_entries{peer=\"3\"} 0.0");
        assertShows("ensemble_append_window_full_total{peer=\"2\"} 1.0");
        assertShows("ensemble_append_resends_total{peer=\"2\"} 2.0");
        assertShows("ensemble_append_inconsistencies_total{peer=\"2\"} 1.0");
        assertShows("ensemble_append_roundtrip_seconds_count{peer=\"2\"} 1");
        assertShows("ensemble_append_roundtrip_seconds_bucket{peer=\"2\",le=\"5.0E-4\"} 1");
        assertShows("ensemble_peer_streams_reset_total{peer=\"2\"} 1.0");
        assertShows("ensemble_peer_unsent_bytes{peer=\"2\"} 789.0");
    }

    private void assertShows(String line) {
        assertThat(registry.scrape().lines()).contains(line);
    }

    private static CommandResult result(Outcome outcome) {
        return new CommandResult(outcome, 1, List.of(), null);
    }
}
