package io.ensemble.server.main;

import io.ensemble.server.admin.ServerMetrics;
import io.ensemble.server.zookeeper.ZkCounters;

/** What a running member shows beside what its probes count. Stateless. */
final class ProcessMeters {
    private ProcessMeters() {}

    static void register(ServerMetrics metrics, RunningMember running, ZkCounters clients) {
        metrics.observe(() -> running.member().state());
        metrics.gauge(
                "ensemble.member.serving",
                "1 where clients are taken",
                () -> running.member().isServing() ? 1 : 0);
        metrics.gauge(
                "ensemble.member.pending.bytes",
                "Bytes of commands waiting to be logged",
                () -> running.member().proposer().pendingBytes());
        metrics.gauge(
                "ensemble.log.applied.index",
                "Index of the last applied entry",
                () -> running.member().appliedIndex());
        metrics.gauge(
                "ensemble.digest.confirmed.index",
                "Newest index at which a majority confirmed the digest that this member has",
                () -> running.member().confirmedIndex());
        metrics.gauge(
                "ensemble.digest.alarm",
                "1 where the members' digests have no majority: the log is not purged any more",
                () -> running.member().isDigestAlarmed() ? 1 : 0);
        metrics.gauge(
                "ensemble.raft.term",
                "Newest term known here",
                () -> running.log().leadership().term());
        metrics.gauge(
                "ensemble.raft.leader.member",
                "Number of the leader, 0 where none is known",
                () -> running.log().leadership().leader());
        metrics.gauge(
                "ensemble.raft.leading",
                "1 where this member leads and may propose",
                () -> running.log().leadership().ready() ? 1 : 0);
        clients(metrics, clients);
    }

    private static void clients(ServerMetrics metrics, ZkCounters clients) {
        metrics.gauge("ensemble.client.connections", "Clients connected here", clients::connections);
        metrics.gauge("ensemble.client.requests.outstanding", "Requests not yet answered", clients::outstanding);
        metrics.total("ensemble.client.packets.received", "Packets from clients", clients::packetsReceived);
        metrics.total("ensemble.client.packets.sent", "Packets to clients", clients::packetsSent);
        metrics.total(
                "ensemble.client.connections.rejected", "Connections beyond a limit", clients::connectionsRejected);
        metrics.total("ensemble.client.auth.failures", "Authentications that failed", clients::authFailures);
        metrics.total(
                "ensemble.client.requests.oversized", "Requests refused for their size", clients::requestsTooLarge);
    }
}
